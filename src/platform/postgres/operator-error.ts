/**
 * A condition that the person who runs the product can act upon. The message is a whole sentence in Indonesian: the
 * server and the command line print it alone, without a stack, and exit 1. Everything else that is thrown here is a
 * fault of the program or the machine and keeps its English message.
 */
export class OperatorError extends Error {
  override readonly name = 'OperatorError';
}
