import { defineConfig } from 'vitest/config';

// Figures of the screen, from real programs and a real browser; tests/bench/run shows them.
export default defineConfig({
    test: { include: ['tests/bench/**/*.bench.ts'], environment: 'node', fileParallelism: false, testTimeout: 900_000 },
});
