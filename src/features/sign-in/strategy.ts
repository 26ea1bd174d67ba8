import type { Request } from 'express';
import type passport from 'passport';
import { Strategy } from 'passport-local';
import type { Deps } from '../../platform/deps.ts';
import { goneSignal } from '../../platform/web/gone.ts';
import { textOf } from '../../platform/web/form-fields.ts';
import { stateOf } from '../../platform/web/request-state.ts';
import type { WebServices } from '../../platform/web/services.ts';
import { normaliseLogin } from './fields.ts';
import { doorOf } from './queries.ts';

const NAME = 'takar';

/** Under which name the failures of a sign-in from an address are counted. */
export const pairOf = (login: string, address: string): string => `${login}|${address}`;

/** The account whose password somebody has just shown to know, and the hash it was held against. */
export interface Proven {
  readonly accountId: string;
  readonly hash: string;
}

/**
 * Teaches passport how people sign in: NIP or user name, and a password, from the form of this request. Who has failed too
 * often is told so before anything is hashed (TooMany).
 */
export function useSignIn(own: passport.Authenticator, deps: Deps, { passwords, failures, spray }: WebServices): void {
  const verify = async (req: Request, login: string, password: string): Promise<Proven | undefined> => {
    const address = req.ip ?? '';
    const places = { failures: failures.placeOf(pairOf(login, address)), spray: spray.placeOf(address) };
    const door = await doorOf(deps.pool, login, places);
    failures.refuseSpent(door.failures);
    spray.refuseSpent(door.spray);
    const { account } = door;
    const { outside } = stateOf(req);
    const gone = req.res && goneSignal(req.res);
    const compare = (): Promise<boolean> => passwords.matches(password, account?.password, gone);
    const right = await (outside ? outside(compare) : compare()); // pages do not wait for who waits for a hash
    return right && account?.password ? { accountId: account.accountId, hash: account.password.hash } : undefined;
  };
  own.use(
    NAME,
    new Strategy(
      { usernameField: 'nip', passwordField: 'kata_sandi', passReqToCallback: true },
      (req, nip, password, done) => {
        verify(req, normaliseLogin(nip), password).then(
          proven => done(null, (proven as Express.User | undefined) ?? false),
          done,
        );
      },
    ),
  );
}

/** Whose NIP and password stand in the form of a request, if both are right. */
export function authenticate(own: passport.Authenticator, req: Request): Promise<Proven | undefined> {
  const { body } = stateOf(req);
  req.body = { nip: textOf(body, 'nip'), kata_sandi: textOf(body, 'kata_sandi') };
  return new Promise((resolve, reject) => {
    const decided = (error: Error | null, proven: Proven | false | undefined): void =>
      error ? reject(error) : resolve(proven === false ? undefined : proven);
    (own.authenticate(NAME, decided) as (req: Request) => void)(req);
  });
}
