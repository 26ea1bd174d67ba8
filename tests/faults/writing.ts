import type { Answer } from './visitor.ts';
import type { Submission, Writer } from './writer.ts';

/** A filled-in form and whose it is. */
export type Form = readonly [Writer, Submission];

/**
 * Everybody submits one form after the other until `stop` says so, a refused one again, and ends where nobody answers
 * any more. Between two forms one looks at the entry, one's month and the form, as a browser does: nobody's days are full within seconds.
 * @returns the forms left without a good answer
 */
export async function keepWriting(
  writers: readonly Writer[],
  stop: () => boolean,
  note: (answer: Answer | undefined) => void = () => undefined,
): Promise<ReadonlySet<Form>> {
  const left = new Set<Form>();
  const write = async (writer: Writer): Promise<void> => {
    let form: Form | undefined;
    while (!stop()) {
      form ??= [writer, writer.next()];
      left.add(form);
      const answer = await writer.send(form[1]);
      if (answer?.status === 303) {
        left.delete(form);
        form = undefined;
      }
      note(answer);
      if (answer === undefined) return;
      if (answer.status === 303) await writer.lookAround(answer);
    }
  };
  await Promise.all(writers.map(write));
  return left;
}

/** Everybody sends what was left once more, one form after the other as a person would. */
export async function sendAgain(left: ReadonlySet<Form>): Promise<(Answer | undefined)[]> {
  const writers = [...new Set([...left].map(([writer]) => writer))];
  const answers = await Promise.all(
    writers.map(async writer => {
      const own: (Answer | undefined)[] = [];
      for (const [by, submission] of left) if (by === writer) own.push(await writer.send(submission));
      return own;
    }),
  );
  return answers.flat();
}
