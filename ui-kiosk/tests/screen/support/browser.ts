// One Chromium for a file of tests, and the pages in it. Every page is watched: what no test expects, fails it.
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { chromium } from 'playwright-core';
import type { Language, TextKey } from '../../../app/text/language';
import { texts } from '../../../app/text/language';
import { chromium_options } from '../../chromium.mjs';
import { patience_ms } from './until';
import { Wire } from './wire';

export interface Look {
    language: Language;
    width: number;
    height: number;
    touch?: boolean;
    /** What the browser asks for; the language by default. */
    locale?: string;
}

export const sizes = { small: [1024, 768], wide: [1366, 768], tablet: [800, 1280], phone: [390, 844] } as const;

export function look(language: Language, size: keyof typeof sizes = 'wide', touch = false): Look {
    const [width, height] = sizes[size];
    return { language, width, height, touch };
}

/** Every size in both languages; the phone by finger. */
export const looks: Look[] = (['zh-CN', 'en'] as const).flatMap(language =>
    (Object.keys(sizes) as (keyof typeof sizes)[]).map(size => look(language, size, size === 'phone')),
);

export function launch(): Promise<Browser> {
    return chromium.launch({
        executablePath: process.env['COUNTERFOIL_CHROMIUM'] ?? '/usr/bin/chromium',
        ...chromium_options,
    });
}

/** What the browser itself says of a call that was refused or not answered; no error of the page. */
const network_complaint = /^Failed to load resource|^WebSocket connection to .* failed/;

/** One page, with everything that it should not have done. */
export class Screen {
    private readonly complaints: string[] = [];
    private network_expected = false;

    private constructor(
        readonly context: BrowserContext,
        readonly page: Page,
        readonly wire: Wire,
        readonly origin: string,
        readonly look: Look,
    ) {}

    static async open(browser: Browser, origin: string, look: Look): Promise<Screen> {
        const context = await browser.newContext({
            viewport: { width: look.width, height: look.height },
            locale: look.locale ?? look.language,
            hasTouch: look.touch ?? false,
            reducedMotion: 'reduce',
        });
        context.setDefaultTimeout(patience_ms);
        return Screen.pageOf(context, origin, look);
    }

    /** Another tab beside this one. */
    tab(): Promise<Screen> {
        return Screen.pageOf(this.context, this.origin, this.look);
    }

    private static async pageOf(context: BrowserContext, origin: string, look: Look): Promise<Screen> {
        const page = await context.newPage();
        const screen = new Screen(context, page, await Wire.tap(page), origin, look);
        screen.watch();
        await page.addInitScript(() => {
            addEventListener('securitypolicyviolation', event => {
                console.error(`policy violated: ${event.violatedDirective} ${event.blockedURI}`);
            });
        });
        return screen;
    }

    private watch(): void {
        this.page.on('pageerror', error => this.complaints.push(`error in the page: ${error.stack ?? error.message}`));
        this.page.on('crash', () => this.complaints.push('the page has crashed'));
        this.page.on('console', message => {
            if (message.type() !== 'error' && message.type() !== 'warning') return;
            if (this.network_expected && network_complaint.test(message.text())) return;
            this.complaints.push(`console ${message.type()}: ${message.text()} (${message.location().url})`);
        });
        this.context.on('request', request => {
            if (new URL(request.url()).origin !== this.origin)
                this.complaints.push(`a call to another origin: ${request.method()} ${request.url()}`);
        });
    }

    /** From now on the browser may say that calls failed: the test makes them fail. */
    expectFailedCalls(): void {
        this.network_expected = true;
    }

    /** Complaints so far; they are told once. */
    takeComplaints(): string[] {
        return [...this.complaints.splice(0), ...this.wire.faults.splice(0)];
    }

    t(key: TextKey, values: Record<string, string | number> = {}): string {
        return texts[this.look.language][key].replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
    }

    button(name: string | RegExp): Locator {
        return this.page.getByRole('button', typeof name === 'string' ? { name, exact: true } : { name });
    }

    id(test_id: string): Locator {
        return this.page.getByTestId(test_id);
    }

    async close(): Promise<void> {
        this.wire.clear();
        await this.context.close();
    }
}
