import { defineConfig } from 'vitest/config';

// Real programs and a real browser: one file at a time, so that they do not take the processor from one another.
export default defineConfig({
    test: {
        include: ['tests/screen/**/*.test.ts'],
        environment: 'node',
        fileParallelism: false,
        testTimeout: 120_000,
        hookTimeout: 120_000,
    },
});
