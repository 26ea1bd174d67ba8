import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { RequestHandler } from 'express';

/** Style sheet, scripts and images: named by their content, compressed once at start, kept by browsers for ever. */
export interface Assets {
  /** The address of a file of `public/`: `css/app.css` becomes `/a/css/app.<hash>.css`. Throws when there is none. */
  readonly url: (name: string) => string;
  /** Serves the files under `/a/`; any other request passes on. */
  readonly serve: RequestHandler;
}

interface Served {
  readonly type: string;
  readonly plain: Buffer;
  readonly gzip: Buffer;
  readonly brotli: Buffer;
}

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml; charset=utf-8',
  '.png': 'image/png',
};

/** The script of every page: these files one after the other. Each is a block of its own, or one name that others use. */
const SCRIPT = 'js/takar.js';

const FOREVER = 'public, max-age=31536000, immutable';
// Below this brotli is larger than gzip at its best; far above it takes a hundred times longer for a few percent.
const BROTLI_LEVEL = 5;

/** What people read in a script stays at home: lines of comment, and how far a line stands in. */
const withoutComments = (script: string): string =>
  script.replaceAll(/^\s*(?:\/\/.*|\/\*\*.*\*\/)?\n/gm, '').replaceAll(/^[ \t]+/gm, '');

/** Reads every file of `public/` once. Files without a known type are a mistake and throw. */
export function loadAssets(root: string): Assets {
  const files = new Map<string, Buffer>();
  for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath, entry.name);
    files.set(path.relative(root, file).replaceAll(path.sep, '/'), readFileSync(file));
  }
  const scripts = [...files.keys()].filter(name => name.startsWith('js/')).sort();
  files.set(SCRIPT, Buffer.from(scripts.map(name => withoutComments(String(files.get(name)))).join('')));

  const urls = new Map<string, string>();
  const served = new Map<string, Served>();
  for (const [name, content] of files) {
    const { dir, name: base, ext } = path.posix.parse(name);
    const type = TYPES[ext];
    if (!type) throw new Error(`public/${name}: no content type is known for ${ext}`);
    const hash = createHash('sha256').update(content).digest('base64url').slice(0, 12);
    const url = path.posix.join('/a', dir, `${base}.${hash}${ext}`);
    urls.set(name, url);
    served.set(url, {
      type,
      plain: content,
      gzip: gzipSync(content, { level: 9 }),
      brotli: brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_LEVEL } }),
    });
  }

  return {
    url: name => {
      const url = urls.get(name);
      if (!url) throw new Error(`public/${name} does not exist`);
      return url;
    },
    serve: (req, res, next) => {
      const file = req.method === 'GET' || req.method === 'HEAD' ? served.get(req.path) : undefined;
      if (!file) {
        next();
        return;
      }
      // Browsers name both and weigh neither: the smaller one is taken.
      const encoding = req.acceptsEncodings('br') || req.acceptsEncodings('gzip', 'identity');
      res.set({ 'Content-Type': file.type, 'Cache-Control': FOREVER, Vary: 'Accept-Encoding' });
      if (encoding === 'br' || encoding === 'gzip') res.set('Content-Encoding', encoding);
      const body = encoding === 'br' ? file.brotli : encoding === 'gzip' ? file.gzip : file.plain;
      res.set('Content-Length', String(body.length)).end(req.method === 'HEAD' ? undefined : body);
    },
  };
}
