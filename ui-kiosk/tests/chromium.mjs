// How the tests and the check of packaging/quickstart start Chromium. Plain JavaScript: the check runs without a build.
export const chromium_options = {
    // As root it cannot shut itself in.
    chromiumSandbox: process.getuid?.() !== 0,
    args: [
        '--headless=new',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
    ],
};
