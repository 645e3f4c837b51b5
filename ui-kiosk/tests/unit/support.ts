// Values to test with: as small as the shapes allow.
import type { Answer, Problem } from '../../api/answer';
import type { AgentApi } from '../../api/client';
import type { Later } from '../../api/events';
import type { Checkout, Committed, Coupon, Identified, MemberCard, Product, Quote, QuoteAnswer } from '../../api/types';

export const digest = '0'.repeat(64);

export function product(sku: string, unit_price = 1200, weighed = false): Product {
    return {
        sku,
        name: { zh: `品${sku}`, en: `Item ${sku}` },
        uom: weighed ? 'kg' : 'pc',
        weighed,
        unit_price,
        tax_bp: 0,
        flags: [],
    };
}

export function coupon(coupon_id: string): Coupon {
    return {
        coupon_id,
        code: coupon_id,
        template_id: 'T',
        state: 'issued',
        issued_at: 0,
        valid_from: 0,
        name: { zh: `券${coupon_id}`, en: `Coupon ${coupon_id}` },
        right: 'none',
        template: {} as Coupon['template'],
    };
}

export function member(member_id: string, coupons: Coupon[] = []): MemberCard {
    return {
        member_id,
        state: 'active',
        name: `Name ${member_id}`,
        identities: [],
        lots: [],
        owed: 0,
        uses: [],
        growth: 0,
        points: { available: 100, pending: 0, owed: 0 },
        coupons,
        cards: [],
        data_age: 0,
    };
}

export function quote(due: number, used: Quote['used'] = []): Quote {
    return {
        hash: digest,
        rules_hash: digest,
        totals: {
            list: due,
            pos_discount: 0,
            member_discount: 0,
            coupon_discount: 0,
            points_value: 0,
            rounding: 0,
            due,
            third_party: 0,
            tax: 0,
        },
        lines: [],
        used,
        cards: [],
        points: { burn: 0, value: 0, max: 0, step: 1, earn: 0, at_risk: false, groups: [] },
        growth_before: 0,
        growth: 0,
        refused: [],
        refused_cards: [],
        clearing: [],
    };
}

export function used(coupon_id: string, at_risk = false): Quote['used'][number] {
    return { coupon_id, template_version: 1, discount: 100, face_lost: 0, at_risk };
}

export function usedCard(card_id: string, at_risk = false): Quote['cards'][number] {
    return { card_id, version: 1, uses: 1, discount: 100, at_risk };
}

export function purse(purse_id: string, at_risk = false): NonNullable<Quote['purses']>[number] {
    return { purse_id, burn: 100, value: 100, max: 100, step: 1, earn: 0, at_risk, groups: [] };
}

export function quoted(due: number, coupons: Quote['used'] = []): QuoteAnswer {
    return { basket: { lines: [] }, quote: quote(due, coupons), data_age: 0 };
}

export function checkout(ticket_id: string, due: number, coupons: Quote['used'] = []): Checkout {
    return {
        checkout_id: `C-${ticket_id}`,
        state: 'open',
        acquire: 'granted',
        opened_at: 0,
        basket: { ticket_id, lines: [] },
        quote: quote(due, coupons),
        coupons: [],
    };
}

export function committed(ticket_id: string, due: number): Committed {
    return {
        ticket: { store_id: 'S', register_id: 'R', business_day: '2026-01-01', ticket_id },
        seq: 1,
        at: 0,
        at_risk: false,
        quote: quote(due),
    };
}

export function scanOf(what: Partial<Identified>): Identified {
    return { kind: 'unknown', value: '', proof: 'none', found: true, ...what };
}

export function problem(code: string, status: number): Problem {
    return { code, title: code, status };
}

export const unreachable: Problem = { code: 'unreachable', title: '', status: 0 };

export function ok<T>(value: T): Answer<T> {
    return { ok: true, value };
}

export function no<T>(why: Problem): Answer<T> {
    return { ok: false, problem: why };
}

/** Timers that run when they are told to. */
export class Timers {
    private waiting: { ms: number; run: () => void }[] = [];
    readonly later: Later = (ms, run) => {
        const timer = { ms, run };
        this.waiting.push(timer);
        return () => {
            this.waiting = this.waiting.filter(other => other !== timer);
        };
    };
    /** The waits that are set now, in ms. */
    waits(): number[] {
        return this.waiting.map(timer => timer.ms);
    }
    runAll(): void {
        const due = this.waiting;
        this.waiting = [];
        for (const timer of due) timer.run();
    }
}

/** One call to the agent that waits for its answer. */
export interface Call {
    name: keyof AgentApi;
    input: unknown[];
    answer: (answer: Answer<never>) => void;
}

/** An agent that answers when and what the test says. */
export class FakeAgent {
    readonly calls: Call[] = [];
    readonly api: AgentApi;

    constructor() {
        const call =
            (name: keyof AgentApi) =>
            (...input: unknown[]) =>
                new Promise<Answer<never>>(answer => this.calls.push({ name, input, answer }));
        this.api = {
            identify: call('identify'),
            member: call('member'),
            quote: call('quote'),
            openCheckout: call('openCheckout'),
            commit: call('commit'),
            cancel: call('cancel'),
            tickets: call('tickets'),
            ticket: call('ticket'),
            product: call('product'),
            previewReturn: call('previewReturn'),
            takeReturn: call('takeReturn'),
            status: call('status'),
            letIn: call('letIn'),
        };
    }

    /** The calls that wait now; none of them waits afterwards but for its own answer. */
    take(): Call[] {
        return this.calls.splice(0);
    }

    async answer(name: keyof AgentApi, answer: Answer<unknown>): Promise<void> {
        const at = this.calls.findIndex(call => call.name === name);
        const found = this.calls.splice(at, 1)[0];
        if (at < 0 || found === undefined) throw new Error(`no ${name} waits`);
        found.answer(answer as Answer<never>);
        await settled();
    }
}

/** Lets every promise that can go on go on. */
export function settled(): Promise<void> {
    return new Promise(resolve => setImmediate(resolve));
}
