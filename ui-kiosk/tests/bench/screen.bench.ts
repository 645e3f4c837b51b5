// Figures of the screen: how soon a scanned member is seen, how much is loaded for the first sight, what stays in memory.
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { look } from '../screen/support/browser';
import type { Cashier } from '../screen/support/cashier';
import { Site } from '../screen/support/site';
import { until } from '../screen/support/until';
import { oolong, person, soda, tea } from '../screen/support/world';
import { bare_files, installProbe } from './paint_probe';

const slowdown = 4;
const warm_up = 20;
const samples = 200;

const site = new Site();
const page_folder = mkdtempSync(join(tmpdir(), 'counterfoil-page-'));

beforeAll(async () => {
    const built = join(process.env['COUNTERFOIL_BIN_DIR'] ?? '', '../share/counterfoil/screen');
    cpSync(process.env['COUNTERFOIL_SCREEN_DIR'] ?? built, page_folder, { recursive: true });
    for (const [name, text] of Object.entries(bare_files)) writeFileSync(join(page_folder, name), text);
    process.env['COUNTERFOIL_SCREEN_DIR'] = page_folder;
    await site.begin(1);
}, 120_000);
afterAll(async () => {
    await site.end();
    rmSync(page_folder, { recursive: true });
});

/** A row of the table of tests/bench/run: what, ours, floor, ratio, goal, verdict. */
function row(what: string, ours: string, floor = '', ratio = ''): void {
    console.log(['', what, ours, floor, ratio, '', ''].join('|'));
}

function percentile(values: number[], share: number): number {
    const sorted = [...values].sort((a, b) => a - b);
    return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

async function slowDown(page: Page): Promise<void> {
    const session = await page.context().newCDPSession(page);
    await session.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
}

/** Two members in turn, so that each scan changes the card. */
async function scanMembers(page: Page, settle: () => Promise<void>): Promise<number[]> {
    for (let n = 0; n < warm_up + samples; ++n) {
        await site.till.scan(person(1 + (n % 2)).code);
        await until('the card is painted', () => page.evaluate(wanted => window.paints.length >= wanted, n + 1));
        await settle();
    }
    return (await page.evaluate(() => window.paints)).slice(warm_up);
}

async function measureScreen(): Promise<number[]> {
    const cashier = await site.browser(look('en'));
    await installProbe(cashier.page);
    await cashier.page.goto(site.till.screenAddress());
    await cashier.untilLink('up');
    // A basket as it is at a till.
    for (const product of [tea, oolong, soda]) await cashier.type(`3*${product.gtin}`);
    await cashier.untilQuantity(soda.sku, 3);
    await slowDown(cashier.page);
    const paints = await scanMembers(cashier.page, async () => void (await cashier.untilPriced()));
    await cashier.screen.close();
    return paints;
}

async function measureBare(): Promise<number[]> {
    const { screen, page } = await site.browser(look('en'));
    await page.goto(site.till.screenAddress());
    await screen.id('strip-link').waitFor();
    await installProbe(page);
    await page.goto(`${site.till.origin}/bare.html`);
    await page.locator('[data-ready]').waitFor({ state: 'attached' });
    await slowDown(page);
    const paints = await scanMembers(page, async () => undefined);
    await screen.close();
    return paints;
}

test('scan event to painted member card', async () => {
    const ours = await measureScreen();
    const floor = await measureBare();
    for (const [name, share] of [
        ['p50', 0.5],
        ['p99', 0.99],
    ] as const) {
        const [mine, bare] = [percentile(ours, share), percentile(floor, share)];
        const ms = (value: number) => `${value.toFixed(1)} ms`;
        row(
            `scan event to painted member card, processor ${slowdown}x slower, ${name}`,
            ms(mine),
            ms(bare),
            (mine / bare).toFixed(2),
        );
    }
    expect(ours).toHaveLength(samples);
});

test('what the first sight loads', async () => {
    const html = await (await fetch(`${site.till.origin}/`)).text();
    const parts = [...html.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(match => match[1] ?? '');
    let [plain, packed] = [html.length, gzipSync(html).length];
    for (const part of parts) {
        const bytes = Buffer.from(await (await fetch(site.till.origin + part)).arrayBuffer());
        plain += bytes.length;
        packed += gzipSync(bytes).length;
    }
    expect(parts.length).toBeGreaterThan(1);
    row(
        'page, script and style of the first sight, gzip (plain)',
        `${(packed / 1024).toFixed(1)} KiB`,
        `${(plain / 1024).toFixed(1)} KiB`,
    );
});

async function heapOf(page: Page): Promise<number> {
    const session = await page.context().newCDPSession(page);
    await session.send('HeapProfiler.collectGarbage');
    const { usedSize } = await session.send('Runtime.getHeapUsage');
    await session.detach();
    return usedSize / 1024 / 1024;
}

/** Twenty scans, the first of which ends the sale before, and the payment. */
async function sellTwenty(cashier: Cashier): Promise<void> {
    await Promise.all(Array.from({ length: 20 }, () => site.till.scan(tea.gtin)));
    await cashier.page.locator('[data-phase="editing"]').waitFor();
    await cashier.untilQuantity(tea.sku, 20);
    await cashier.untilPriced();
    await cashier.pay();
}

test('memory after ten thousand scans', async () => {
    const cashier = await site.open(look('en'));
    const scans = 10_000;
    let after_100 = 0;
    for (let done = 20; done <= scans; done += 20) {
        await sellTwenty(cashier);
        if (done === 100) after_100 = await heapOf(cashier.page);
    }
    const after_all = await heapOf(cashier.page);
    await cashier.screen.close();
    const mib = (value: number) => `${value.toFixed(1)} MiB`;
    row('script memory after 10,000 scans (after 100)', mib(after_all), mib(after_100), (after_all / after_100).toFixed(2));
});
