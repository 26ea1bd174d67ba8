import type { Html } from './engine.ts';
import type { Link } from './components.ts';
import type { IconName } from './icons.ts';
import type { NoticeKind } from './status.ts';

/** What surrounds every page. Middleware puts it into `res.locals.shell` before a handler renders. */
export interface Shell {
  /** Name of the application on the letterhead: `e-Kinerja`. */
  readonly appName: string;
  /** Second line of the letterhead: `Pemerintah Kabupaten Contoh`. */
  readonly regencyName: string;
  readonly user: ShellUser | null;
  readonly nav: readonly NavItem[];
  /** One sentence above every page of a demo: that all data is invented. */
  readonly demoBanner: string | null;
  readonly flash: Flash | null;
  /** Already written: `21 Nov 2026 pukul 08.30 WITA`. */
  readonly serverTime: string;
  readonly helpHref: string | null;
  /** As chosen on this device; the usual size where nothing is said. */
  readonly textSize?: TextSize;
  /** Whether this browser may keep the page that works without a network. */
  readonly offline?: boolean;
  /** All that waits, beside the folded menu of a phone. */
  readonly waiting?: number;
}

/** 100, 112.5 and 125 per cent. */
export type TextSize = 'biasa' | 'besar' | 'sangat-besar';

export interface ShellUser {
  readonly name: string;
  /** Shown under the name: the position, or the role. */
  readonly role: string;
  /** Opaque and stable per account, never the NIP: what is kept on the device is kept under it. */
  readonly key: string;
  /** Closes and opens what is kept on the device; absent until the first password is changed. */
  readonly seal?: string | undefined;
  /** The person wants nothing new kept on this device. */
  readonly keepsNothing?: boolean;
  /** The server's day, counted from 1970 in UTC: a device's own clock may stand wrong, and what it keeps must not go by it. */
  readonly day: number;
}

export interface NavItem {
  readonly href: string;
  readonly label: string;
  readonly icon?: IconName | undefined;
  /** How many wait; 0 shows no badge. */
  readonly badge?: number | undefined;
  readonly current?: boolean | undefined;
}

/** The outcome of the request before this one, said once. */
export interface Flash {
  readonly kind: Extract<NoticeKind, 'info' | 'awas' | 'berhasil'>;
  readonly text: string;
  readonly links?: readonly Link[] | undefined;
  /** Name of the form (its `data-draf`) whose draft on the device is no longer needed: the save is confirmed. */
  readonly savedForm?: string | undefined;
  /** The `kunci_kirim` of the form that was carried out: what a device kept under it is no longer needed. */
  readonly savedKey?: string | undefined;
}

/** The model of `layouts/app` and `layouts/plain`. */
export interface LayoutModel {
  readonly title: string;
  readonly body: Html;
  readonly shell: Shell;
  readonly signedIn: ShellUser | null;
  readonly assets: { readonly css: string; readonly js: string; readonly icon: string };
}

/** A shell for answers given before the session is known. */
export const bareShell: Shell = {
  appName: 'e-Kinerja',
  regencyName: '',
  user: null,
  nav: [],
  demoBanner: null,
  flash: null,
  serverTime: '',
  helpHref: null,
};
