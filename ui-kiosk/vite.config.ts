import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { serviceWorker } from './bundling/service_worker';

// Names with a content hash go to assets/: the agent lets a browser keep those for ever. Everything else is asked for anew.
export default defineConfig({
    root: fileURLToPath(new URL('.', import.meta.url)),
    base: '/',
    publicDir: 'public',
    build: {
        target: 'es2022',
        emptyOutDir: true,
        assetsInlineLimit: 0, // the policy of the page allows no data: sources
        modulePreload: { polyfill: false },
    },
    plugins: [serviceWorker()],
});
