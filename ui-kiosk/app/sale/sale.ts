// One sale at the till, as a value. It outlives a reload of the page, so it holds nothing but plain data.
import type { Problem } from '../../api/answer';
import type {
    Basket,
    BasketLine,
    Checkout,
    Committed,
    Coupon,
    LocalText,
    MemberCard,
    Product,
    Proof,
    Quote,
    QuoteAnswer,
    TenderKind,
} from '../../api/types';

/** The least that is sold of a piece; quantities are in thousandths (domain-rules, part 1). */
export const piece = 1_000;
export const lines_max = 500;
export const quantity_max = 1_000_000_000;

export interface Line {
    line_no: number;
    product: Product;
    /** Thousandths. */
    quantity: number;
}

/** What came out otherwise at the checkout than it was shown. */
export type Change = 'due' | 'coupons' | 'cards' | 'points' | 'risk';

export type Phase =
    | { at: 'editing' }
    /** The checkout is being opened, or will be again: no answer was heard. */
    | { at: 'opening' }
    /** The price moved between showing and holding: a person has to see it. `since`, here and below: epoch ms. */
    | { at: 'confirming'; checkout: Checkout; changes: Change[]; since: number }
    /** To be committed, and told to the agent until it has answered: nobody knows meanwhile if the sale is booked. */
    | { at: 'committing'; checkout: Checkout }
    | { at: 'done'; checkout: Checkout; committed: Committed; since: number };

/** Another issuer's coupon is known by its signed code, which goes along wherever the sale is priced. */
export type ScannedCoupon = Coupon & { signed_code?: string };

export interface Sale {
    /** Key of the ticket, of its checkout and of its commit, so that all of them may be repeated. */
    ticket_id: string;
    lines: Line[];
    member: MemberCard | null;
    /** How the member is known here; spending needs more than a phone number. */
    proof: Proof;
    /** Coupons that were scanned, besides the member's own. */
    scanned_coupons: ScannedCoupon[];
    coupons: 'best' | string[];
    /** Benefit cards that may be used. */
    cards: 'best' | string[];
    /** Of the main purse. */
    points: 'none' | 'max';
    /** Other purses that are burnt as far as they reach. */
    purses: string[];
    tender: TenderKind;
    /** Whether what is left below a whole unit of the currency is let go when the sale is booked. */
    rounds: boolean;
    /** What the next product is taken times; typed as `3*`. */
    times: number;
    /** The line that the keys + and - are about. */
    selected_line: number;
    /** Rises with everything that changes the price, from one sale to the next as well: an answer about the one that was thrown
     *  away is none about this one. */
    revision: number;
    priced: { revision: number; answer: QuoteAnswer } | null;
    /** Why the last quote, checkout or commit did not come about. */
    problem: Problem | null;
    phase: Phase;
    /** The checkout that was opened last and is not committed: it holds rights. */
    checkout_id: string | null;
}

export function newSale(ticket_id: string, revision = 0): Sale {
    return {
        ticket_id,
        lines: [],
        member: null,
        proof: 'none',
        scanned_coupons: [],
        coupons: 'best',
        cards: 'best',
        points: 'none',
        purses: [],
        tender: 'cash',
        rounds: false,
        times: 1,
        selected_line: 0,
        revision,
        priced: null,
        problem: null,
        phase: { at: 'editing' },
        checkout_id: null,
    };
}

export function isEmpty(sale: Sale): boolean {
    return sale.lines.length === 0 && sale.member === null && sale.scanned_coupons.length === 0;
}

/** The quote of the basket as it stands; null while it is being made. */
export function currentQuote(sale: Sale): Quote | null {
    return sale.priced?.revision === sale.revision ? sale.priced.answer.quote : null;
}

/** What to show as the price: the checkout's once there is one, else the last quote, be it of a moment ago. */
export function shownQuote(sale: Sale): Quote | null {
    const { phase } = sale;
    if (phase.at === 'confirming' || phase.at === 'committing' || phase.at === 'done') return phase.checkout.quote;
    return sale.priced?.answer.quote ?? null;
}

/** What of the price is below a whole unit of the currency: as much as rounding would take off. */
export function smallChange(sale: Sale): number {
    const basket = 'checkout' in sale.phase ? sale.phase.checkout.basket : sale.priced?.answer.basket;
    return (shownQuote(sale)?.totals.due ?? 0) % 10 ** (basket?.exponent ?? 2);
}

export function roundingOf(sale: Sale): number {
    return sale.rounds ? smallChange(sale) : 0;
}

/** What the customer pays; 0 while no price is known. */
export function toTake(sale: Sale): number {
    return (shownQuote(sale)?.totals.due ?? 0) - roundingOf(sale);
}

/** Whether the price that is shown is that of the sale as it stands. */
export function isFresh(sale: Sale): boolean {
    return sale.phase.at !== 'editing' || sale.lines.length === 0 || currentQuote(sale) !== null;
}

export function mayPay(sale: Sale): boolean {
    if (sale.phase.at === 'confirming') return true;
    return sale.phase.at === 'editing' && sale.lines.length > 0 && currentQuote(sale) !== null;
}

function basketLine(line: Line): BasketLine {
    return { line_no: line.line_no, sku: line.product.sku, quantity: line.quantity };
}

/** What is burnt of each purse, by its id; of the main one alone where no other is wanted. */
function pointsOf(sale: Sale): NonNullable<Basket['points']> {
    if (sale.purses.length === 0) return sale.points;
    return { main: sale.points, ...Object.fromEntries(sale.purses.map(id => [id, 'max' as const])) };
}

export function basketOf(sale: Sale): Basket {
    const basket: Basket = {
        ticket_id: sale.ticket_id,
        proof: sale.proof,
        coupons: sale.coupons,
        points: pointsOf(sale),
        lines: sale.lines.map(basketLine),
    };
    if (sale.member) basket.member_id = sale.member.member_id;
    if (sale.cards !== 'best') basket.cards = sale.cards;
    const chosen = (coupon: ScannedCoupon) => sale.coupons === 'best' || sale.coupons.includes(coupon.coupon_id);
    const codes = sale.scanned_coupons.filter(chosen).flatMap(coupon => coupon.signed_code ?? []);
    if (codes.length > 0) basket.codes = codes;
    return basket;
}

/** All that may be redeemed at risk: points of every purse, coupons, benefit cards. */
function riskOf(quote: Quote): string {
    const purses = quote.purses?.filter(purse => purse.at_risk).map(purse => purse.purse_id) ?? [];
    const cards = quote.cards.map(card => card.at_risk);
    return JSON.stringify([quote.points.at_risk, purses, quote.used.map(used => used.at_risk), cards]);
}

function burntOf(quote: Quote): string {
    const purses = quote.purses?.filter(purse => purse.burn > 0).map(purse => [purse.purse_id, purse.burn]) ?? [];
    return JSON.stringify([quote.points.burn, purses]);
}

/** What a person who saw `shown` has not seen of `now`. */
export function changesBetween(shown: Quote | null, now: Quote): Change[] {
    if (shown === null) return ['due'];
    const changes: Change[] = [];
    const coupons = (quote: Quote) => JSON.stringify(quote.used.map(used => [used.coupon_id, used.discount]));
    const cards = (quote: Quote) => JSON.stringify(quote.cards.map(card => [card.card_id, card.uses, card.discount]));
    if (shown.totals.due !== now.totals.due) changes.push('due');
    if (coupons(shown) !== coupons(now)) changes.push('coupons');
    if (cards(shown) !== cards(now)) changes.push('cards');
    if (burntOf(shown) !== burntOf(now)) changes.push('points');
    if (changes.length === 0 && riskOf(shown) !== riskOf(now)) changes.push('risk');
    return changes;
}

/** All coupons that this sale knows: the member's and those that were scanned, as the checkout has them where there is one. */
export function knownCoupons(sale: Sale): Coupon[] {
    const coupons = new Map<string, Coupon>();
    for (const coupon of sale.member?.coupons ?? []) coupons.set(coupon.coupon_id, coupon);
    for (const coupon of sale.scanned_coupons) coupons.set(coupon.coupon_id, coupon);
    if ('checkout' in sale.phase) for (const coupon of sale.phase.checkout.coupons) coupons.set(coupon.coupon_id, coupon);
    return [...coupons.values()];
}

export function nameOf(sale: Sale, coupon_id: string): LocalText {
    return knownCoupons(sale).find(coupon => coupon.coupon_id === coupon_id)?.name ?? { zh: coupon_id, en: coupon_id };
}

export function nameOfCard(member: MemberCard | null, card_id: string): LocalText {
    return member?.cards.find(card => card.card_id === card_id)?.name ?? { zh: card_id, en: card_id };
}

/** A purse beside the main one, as the member's card knows it; by its id alone where it does not. */
export function purseOf(member: MemberCard | null, purse_id: string): { name: LocalText; unit_decimals: number } {
    const known = member?.purses?.find(purse => purse.purse_id === purse_id);
    return known ?? { name: { zh: purse_id, en: purse_id }, unit_decimals: 0 };
}

/** Decimals of the figures of the main purse. */
export function pointDecimals(member: MemberCard | null): number {
    return member?.points.unit_decimals ?? 0;
}
