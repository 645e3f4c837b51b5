// A cashier without hands, for packaging/quickstart --check: does at the screen, in a headless Chromium, what it is told.
// usage: main_job.mjs CHROMIUM FOLDER      FOLDER is the browser's own: its profile, its home, a picture where a step failed
// Reads one step a line, answers each by one line: "ok", "ok VALUE", or "failed WHY". Ends with its input. The steps:
//   open ADDRESS        opens the screen by the address of `counterfoil screen`
//   strip ITEM TEXT     waits until this item of the status strip says so
//   member ID           waits for the member's card
//   times N             types that the next product is taken N times
//   line SKU N          waits for a line of the basket with this quantity, priced by the agent
//   coupon ID TEXT      waits until the coupon is used, and says so of its right
//   pay                 presses the key that takes the payment; answers with the ticket's number
//   sold TEXT           waits until the sale that is done says so
//   next                begins the next sale
//   close               whether all of it was one page without a reload, without an error, without a word to anybody else
import { createInterface } from 'node:readline';
import { chromium } from 'playwright-core';
import { chromium_options } from '../chromium.mjs';

const patience_ms = 20_000;
const [executablePath, folder] = process.argv.slice(2);
if (executablePath === undefined || folder === undefined) {
    console.error('main_job.mjs: say which Chromium, and in which folder it may write');
    process.exit(2);
}

const options = {
    executablePath,
    headless: true,
    ...chromium_options,
    env: { ...process.env, HOME: folder, XDG_CONFIG_HOME: folder, XDG_CACHE_HOME: folder },
    locale: 'en',
    viewport: { width: 1366, height: 768 },
};
const context = await chromium.launchPersistentContext(`${folder}/profile`, options).catch(error => {
    const said = error.message.split('\n').filter(line => /\[err\]|failed/i.test(line));
    console.error(`main_job.mjs: ${executablePath} does not start: ${said.join('\n') || error.message}`);
    process.exit(1);
});
context.setDefaultTimeout(patience_ms);
const page = context.pages()[0] ?? (await context.newPage());

const complaints = [];
page.on('pageerror', error => complaints.push(`an error in the page: ${error.message}`));
/** Waits for exactly one visible element; says what there was instead. */
async function shown(locator, what) {
    await locator.waitFor({ state: 'visible' }).catch(async error => {
        const alert = await page.getByRole('alert').allInnerTexts();
        throw new Error(
            `waited ${patience_ms / 1000} s for ${what}; the screen says: ${alert.join(' ') || 'nothing of it'}`,
            {
                cause: error,
            },
        );
    });
}

const lineOf = sku => page.locator(`[data-testid="line"][data-sku="${sku}"]`);
const couponOf = id => page.locator(`[data-testid="coupon"][data-coupon="${id}"]`);

const steps = {
    async open(address) {
        const { origin } = new URL(address);
        page.on('request', request => {
            if (!request.url().startsWith(`${origin}/`)) complaints.push(`a request to somebody else: ${request.url()}`);
        });
        await page.goto(address);
        await shown(page.getByTestId('strip-link'), 'the status strip');
        await page.evaluate(() => (window.opened_once = true));
        // Before it is let in, the agent refuses it, and the console says so.
        page.on('console', message => {
            if (message.type() === 'error') complaints.push(`an error on the console: ${message.text()}`);
        });
        if (page.url() !== `${origin}/`) throw new Error(`the code is still in the address: ${page.url()}`);
    },
    strip: (item, text) =>
        shown(page.getByTestId(`strip-${item}`).filter({ hasText: text }), `"${text}" in the status strip`),
    member: id => shown(page.locator(`[data-testid="member"][data-member="${id}"]`), `member ${id}`),
    async times(n) {
        await page.keyboard.type(`${n}*`);
        await page.keyboard.press('Enter');
        await shown(page.getByText(`Times ${n}`, { exact: true }), `"Times ${n}"`);
    },
    async line(sku, n) {
        const quantity = lineOf(sku).getByRole('textbox');
        await shown(quantity, `a line of ${sku}`);
        if ((await quantity.inputValue()) !== n)
            throw new Error(`${await quantity.inputValue()} of ${sku} in the basket, not ${n}`);
        await shown(page.locator('[data-testid="due"][data-fresh="true"]'), 'the price');
    },
    coupon: (id, text) =>
        shown(
            couponOf(id)
                .filter({ has: page.getByRole('button', { pressed: true }) })
                .filter({ hasText: text }),
            `coupon ${id} in use, and "${text}"`,
        ),
    async pay() {
        await page.keyboard.press('F9');
        await shown(page.getByTestId('done'), 'the sale to be done');
        return (await page.getByTestId('ticket').innerText()).replace(/^Ticket /, '');
    },
    sold: text => shown(page.getByTestId('done').filter({ hasText: text }), `"${text}"`),
    async next() {
        const paid = page.locator('[data-phase="done"]');
        // A press so soon that the key may have bounced is not taken.
        for (const end = Date.now() + patience_ms; Date.now() < end && (await paid.count()) > 0;) {
            await page.keyboard.press('F9');
            await paid.waitFor({ state: 'detached', timeout: 250 }).catch(() => null);
        }
        await shown(page.getByText('Scan the first product'), 'the next sale');
    },
    async close() {
        if (!(await page.evaluate(() => window.opened_once))) complaints.push('the page was loaded again');
        if (complaints.length > 0) throw new Error(complaints.join('; '));
    },
};

for await (const said of createInterface({ input: process.stdin })) {
    const [name = '', ...words] = said.split(' ');
    const step = steps[name];
    // The last word of a step may have blanks in it.
    const values =
        step === undefined || words.length <= step.length
            ? words
            : [...words.slice(0, step.length - 1), words.slice(step.length - 1).join(' ')];
    try {
        if (step === undefined || values.length !== step.length) throw new Error(`no step "${said}"`);
        const value = await step(...values);
        console.log(value === undefined ? 'ok' : `ok ${value}`);
    } catch (error) {
        await page.screenshot({ path: `${folder}/failed.png` }).catch(() => undefined);
        console.log(`failed ${String(error.message).replaceAll(/\s+/g, ' ')}`);
    }
}
await context.close();
