// A Vite plugin: writes service-worker.js, which knows the names of the files that the page is made of.
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

const here = fileURLToPath(new URL('.', import.meta.url));
const source = resolve(here, 'service_worker.template.js');
const publicFiles = resolve(here, '../public');

export function serviceWorker(): Plugin {
    return {
        name: 'counterfoil-service-worker',
        apply: 'build',
        enforce: 'post',
        generateBundle(_options, bundle) {
            const files = [
                ...Object.keys(bundle).filter(name => !name.endsWith('.map')),
                ...readdirSync(publicFiles),
            ].sort();
            const template = readFileSync(source, 'utf8');
            const hash = createHash('sha256').update(template);
            for (const name of files) {
                const part = bundle[name];
                if (part) hash.update(name).update(part.type === 'chunk' ? part.code : part.source);
                else hash.update(name).update(readFileSync(resolve(publicFiles, name)));
            }
            this.emitFile({
                type: 'asset',
                fileName: 'service-worker.js',
                source: template
                    .replace('__VERSION__', hash.digest('hex').slice(0, 16))
                    .replace('__FILES__', JSON.stringify(files.map(name => `/${name}`))),
            });
        },
    };
}
