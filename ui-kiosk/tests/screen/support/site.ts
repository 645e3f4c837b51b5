// Ties a store and a browser to one file of tests, and looks after every screen that its tests open.
import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import type { Look } from './browser';
import { launch, Screen } from './browser';
import { Cashier } from './cashier';
import type { Till } from './store';
import { Store } from './store';

/** Where pictures go: of the main states always, of a screen where a test failed. */
export const pictures = resolve(
    process.env['COUNTERFOIL_SCREENSHOTS'] ?? fileURLToPath(new URL('../../../../build/screens', import.meta.url)),
);

export class Site {
    private opened: Screen[] = [];
    private made: Store | null = null;
    private chromium: Browser | null = null;

    get store(): Store {
        if (this.made === null) throw new Error('the store is opened before the first test');
        return this.made;
    }

    get till(): Till {
        return this.store.till;
    }

    async begin(tills: number): Promise<void> {
        this.made = await Store.open(tills);
        this.chromium = await launch();
    }

    async end(): Promise<void> {
        await this.chromium?.close();
        await this.made?.close();
    }

    /** A browser that nobody has let in. */
    async browser(look: Look, till: Till = this.till): Promise<Cashier> {
        if (this.chromium === null) throw new Error('the browser is started before the first test');
        const screen = await Screen.open(this.chromium, till.origin, look);
        this.opened.push(screen);
        return new Cashier(screen, till);
    }

    /** A screen that is let in by the printed address and shows that all is well. */
    async open(look: Look, till: Till = this.till): Promise<Cashier> {
        const cashier = await this.browser(look, till);
        await cashier.page.goto(till.screenAddress());
        await cashier.untilLink('up');
        // What the browser keeps it asks the agent for now, and not when a test has stopped it.
        await cashier.page.evaluate(async () => void (await navigator.serviceWorker.ready));
        return cashier;
    }

    /** Another tab of the same browser. */
    async tab(other: Cashier): Promise<Cashier> {
        const screen = await other.screen.tab();
        this.opened.push(screen);
        return new Cashier(screen, other.till);
    }

    async afterEach(failed: boolean, name: string): Promise<void> {
        const complaints = this.opened.flatMap(screen => screen.takeComplaints());
        if (failed || complaints.length > 0) await this.tellOfFailure(name);
        for (const screen of this.opened.splice(0)) await screen.close();
        if (failed) await this.store.mend();
        expect(complaints, 'what the screens should not have done').toEqual([]);
    }

    private async tellOfFailure(name: string): Promise<void> {
        console.error(this.store.logs());
        mkdirSync(pictures, { recursive: true });
        for (const [at, screen] of this.opened.entries()) {
            const path = resolve(pictures, `failed-${name.replaceAll(/[^\w-]+/g, '-')}-${at}.png`);
            await screen.page.screenshot({ path, timeout: 5_000 }).catch((caught: unknown) => console.error(String(caught)));
            console.error(`picture: ${path}`);
        }
    }
}

/** To be called once in a file of tests. */
export function useSite(tills = 1): Site {
    const site = new Site();
    beforeAll(() => site.begin(tills));
    afterAll(() => site.end());
    afterEach(({ task }) => site.afterEach(task.result?.state === 'fail', task.name));
    return site;
}
