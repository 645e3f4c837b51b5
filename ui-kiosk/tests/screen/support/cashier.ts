// What a cashier does at a screen, and what they see there.
import type { Locator, Page } from 'playwright-core';
import type { Screen } from './browser';
import type { Till } from './store';
import { until, untilEqual } from './until';
import type { Person } from './world';

export type StripItem = 'agent' | 'link' | 'age' | 'pending' | 'scanner';

export class Cashier {
    readonly page: Page;

    constructor(
        readonly screen: Screen,
        readonly till: Till,
    ) {
        this.page = screen.page;
    }

    // ---- doing ----
    async type(text: string): Promise<void> {
        await this.scanBox.fill(text);
        await this.scanBox.press('Enter');
    }

    /** A member with so many pieces of the first product, priced. */
    async basket(person: Person, gtin: string, sku: string, pieces: number): Promise<void> {
        await this.till.scan(person.code);
        await this.untilMember(person.member_id);
        await this.type(`${pieces}*${gtin}`);
        await this.untilQuantity(sku, pieces);
        await this.untilPriced();
    }

    /** The sale is paid for; answers with its ticket. */
    async pay(): Promise<string> {
        await this.page.keyboard.press('F9');
        return this.untilSold();
    }

    /** The next sale begins; a press so soon that it may be a bounce is not taken, so it is pressed again. */
    async next(): Promise<void> {
        await until('the next sale begins', async () => {
            if ((await this.phase()) !== 'done') return true;
            await this.page.keyboard.press('F9');
            return false;
        });
    }

    // ---- seeing ----
    get scanBox(): Locator {
        return this.page.locator('#scan');
    }
    get notice(): Locator {
        return this.screen.id('notice');
    }
    get problem(): Locator {
        return this.screen.id('problem');
    }
    get changed(): Locator {
        return this.screen.id('changed');
    }
    get done(): Locator {
        return this.screen.id('done');
    }
    get payButton(): Locator {
        return this.page.locator('button.pay');
    }
    line(sku: string): Locator {
        return this.page.locator(`[data-testid="line"][data-sku="${sku}"]`);
    }
    quantityField(sku: string): Locator {
        return this.line(sku).locator('input');
    }
    /** A line of a ticket whose goods come back. */
    returnLine(sku: string): Locator {
        return this.page.locator(`[data-testid="return-line"][data-sku="${sku}"]`);
    }
    coupon(coupon_id: string): Locator {
        return this.page.locator(`[data-testid="coupon"][data-coupon="${coupon_id}"]`);
    }
    couponSwitch(coupon_id: string): Locator {
        return this.coupon(coupon_id).getByRole('button');
    }
    strip(item: StripItem): Locator {
        return this.screen.id(`strip-${item}`);
    }

    async phase(): Promise<string | null> {
        return this.screen.id('cashier').getAttribute('data-phase');
    }

    /** What the basket holds: pieces by SKU. */
    async quantities(): Promise<Record<string, string>> {
        const lines = await this.screen.id('line').all();
        const pairs = lines.map(async line => [
            await line.getAttribute('data-sku'),
            await line.locator('input').inputValue(),
        ]);
        return Object.fromEntries(await Promise.all(pairs)) as Record<string, string>;
    }

    untilQuantity(sku: string, pieces: number | string): Promise<void> {
        const field = this.quantityField(sku);
        return untilEqual(`pieces of ${sku}`, String(pieces), async () =>
            (await field.count()) === 0 ? '' : field.inputValue(),
        );
    }

    untilMember(member_id: string): Promise<void> {
        return this.page.locator(`[data-member="${member_id}"]`).waitFor();
    }

    /** The price is the agent's, of the basket as it stands; answers with what is to be paid. */
    async untilPriced(): Promise<string> {
        const due = this.page.locator('[data-testid="due"][data-fresh="true"]');
        await due.waitFor();
        return due.innerText();
    }

    async untilDue(amount: string): Promise<void> {
        await untilEqual('to pay', amount, () => this.untilPriced());
    }

    async untilSold(): Promise<string> {
        await this.done.waitFor();
        const text = await this.screen.id('ticket').innerText();
        const ticket = /W\d{6}-\d{6}-\w{5}/.exec(text)?.[0];
        if (ticket === undefined) throw new Error(`no ticket in "${text}"`);
        return ticket;
    }

    /** So many pieces come back; typed. */
    async quantityInReturn(sku: string, pieces: number): Promise<void> {
        const field = this.returnLine(sku).locator('input');
        await field.fill(String(pieces));
        await field.press('Enter');
    }

    /** A return that is done makes room for the sale; a press so soon that it may be a bounce is not taken. */
    async leaveReturn(key: 'F9' | 'Escape' | 'Enter'): Promise<void> {
        await until('the return is left', async () => {
            if ((await this.screen.id('returning').count()) === 0) return true;
            await this.page.keyboard.press(key);
            return false;
        });
    }

    /** Waits for what a return would pay back as it stands. */
    async untilRefund(amount: string): Promise<void> {
        const refund = this.page.locator('[data-testid="refund"][data-fresh="true"]');
        await untilEqual('to pay back', amount, () => refund.innerText());
    }

    /** Waits until a return is at `phase`; `null`: until there is none. */
    async untilReturn(phase: 'finding' | 'choosing' | 'booking' | 'done' | null): Promise<void> {
        if (phase === null) await this.screen.id('returning').waitFor({ state: 'detached' });
        else await this.page.locator(`[data-testid="returning"][data-phase="${phase}"]`).waitFor();
    }

    async untilEmpty(): Promise<void> {
        await this.page.locator('[data-testid="cashier"][data-phase="editing"]').waitFor();
        await untilEqual('lines', 0, () => this.screen.id('line').count());
        await this.page.locator('[data-member]').waitFor({ state: 'detached' });
    }

    /** HQ is linked, or not, to an agent that answers and whose scans come here. */
    async untilLink(state: 'up' | 'down'): Promise<void> {
        await this.untilTone('agent', 'good');
        await this.untilTone('link', state === 'up' ? 'good' : 'warn');
    }

    untilTone(item: StripItem, tone: 'good' | 'warn' | 'bad' | 'plain'): Promise<void> {
        return this.page.locator(`[data-testid="strip-${item}"][data-tone="${tone}"]`).waitFor();
    }

    /** `what` shows these words, among others. */
    async untilText(what: Locator, words: string): Promise<void> {
        let last = '';
        const shows = async () => {
            last = (await what.count()) === 0 ? '' : (await what.first().innerText()).replaceAll('\n', ' ');
            return last.includes(words);
        };
        await until(`"${words}" is shown`, shows).catch((caught: unknown) => {
            throw new Error(`"${words}" is not shown; there is "${last}"`, { cause: caught });
        });
    }
}
