import type { Request } from 'express';
import type passport from 'passport';
import { Strategy } from 'passport-local';
import type { Deps } from '../../platform/deps.ts';
import type { Actor } from '../../platform/web/actor.ts';
import { goneSignal } from '../../platform/web/gone.ts';
import { loadActor } from '../../platform/web/load-actor.ts';
import { textOf } from '../../platform/web/form-fields.ts';
import { stateOf } from '../../platform/web/request-state.ts';
import type { WebServices } from '../../platform/web/services.ts';
import { normaliseLogin } from './fields.ts';
import { doorOf } from './queries.ts';

const NAME = 'takar';

/** Under which name the failures of a sign-in from an address are counted. */
export const pairOf = (login: string, address: string): string => `${login}|${address}`;

/** Which stored password somebody has just shown to know. */
const proven = new WeakMap<Actor, string>();

/** The hash that a person's password was held against, for as long as somebody holds that person. */
export const provenHash = (actor: Actor): string | undefined => proven.get(actor);

/**
 * Teaches passport how people sign in: NIP or user name, and a password, from the form of this request. Who has failed too
 * often is told so before anything is hashed (TooMany).
 */
export function useSignIn(own: passport.Authenticator, deps: Deps, { passwords, failures, spray }: WebServices): void {
  const verify = async (req: Request, login: string, password: string): Promise<Actor | undefined> => {
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
    const actor = right && account ? await loadActor(deps, account.accountId) : undefined;
    if (actor && account?.password) proven.set(actor, account.password.hash);
    return actor;
  };
  own.use(
    NAME,
    new Strategy(
      { usernameField: 'nip', passwordField: 'kata_sandi', passReqToCallback: true },
      (req, nip, password, done) => {
        verify(req, normaliseLogin(nip), password).then(
          actor => done(null, (actor as Express.User | undefined) ?? false),
          done,
        );
      },
    ),
  );
}

/** The person whose NIP and password stand in the form of a request, if both are right. */
export function authenticate(own: passport.Authenticator, req: Request): Promise<Actor | undefined> {
  const { body } = stateOf(req);
  req.body = { nip: textOf(body, 'nip'), kata_sandi: textOf(body, 'kata_sandi') };
  return new Promise((resolve, reject) => {
    const decided = (error: Error | null, actor: Actor | false | undefined): void =>
      error ? reject(error) : resolve(actor === false ? undefined : actor);
    (own.authenticate(NAME, decided) as (req: Request) => void)(req);
  });
}
