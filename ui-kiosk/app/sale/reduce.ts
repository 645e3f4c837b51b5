// What may happen to a sale, and what becomes of it. Pure: the same sale and the same event give the same sale.
import type { Problem } from '../../api/answer';
import { isUnanswered } from '../../api/answer';
import type { Checkout, Committed, MemberCard, Product, Proof, QuoteAnswer, TenderKind } from '../../api/types';
import type { Line, Sale, ScannedCoupon } from './sale';
import { changesBetween, currentQuote, lines_max, mayPay, piece, quantity_max } from './sale';

export type SaleEvent =
    | { type: 'product'; product: Product }
    | { type: 'member'; member: MemberCard; proof: Proof }
    | { type: 'coupon'; coupon: ScannedCoupon }
    | { type: 'member_left' }
    | { type: 'times'; times: number }
    | { type: 'quantity'; line_no: number; quantity: number }
    | { type: 'selected'; line_no: number }
    | { type: 'best_offer' }
    | { type: 'coupon_toggled'; coupon_id: string }
    | { type: 'card_toggled'; card_id: string }
    | { type: 'points_toggled' }
    | { type: 'purse_toggled'; purse_id: string }
    | { type: 'tender'; tender: TenderKind }
    | { type: 'rounding_toggled' }
    | { type: 'pay'; at: number }
    | { type: 'edit' }
    /** What is redeemed how may have changed, though nothing in the basket has. */
    | { type: 'reprice' }
    | { type: 'quoted'; revision: number; answer: QuoteAnswer }
    | { type: 'quote_failed'; revision: number; problem: Problem }
    | { type: 'opened'; revision: number; checkout: Checkout; at: number }
    | { type: 'open_failed'; revision: number; problem: Problem; spare_ticket_id: string }
    | { type: 'committed'; committed: Committed; at: number }
    | { type: 'commit_failed'; problem: Problem; spare_ticket_id: string };

/** A person needs this long to see what a key has led to; a key that bounces is faster. */
export const confirm_ms_least = 700;

/** Pressed so soon after `since` that nobody can have read it. A clock that was set back proves nothing. */
export function isBounce(since: number, at: number): boolean {
    return at >= since && at - since < confirm_ms_least;
}

const proofs: readonly Proof[] = ['none', 'phone', 'code', 'otp', 'pin'];

/** A change of what is sold or how: the old quote is none any more, and an open checkout goes back to the basket. */
function edited(sale: Sale, change: Partial<Sale>): Sale {
    const next: Sale = { ...sale, ...change, revision: sale.revision + 1, problem: null, phase: { at: 'editing' } };
    return next.lines.length === 0 ? { ...next, priced: null } : next;
}

export function isSettled(sale: Sale): boolean {
    return sale.phase.at === 'editing' || sale.phase.at === 'confirming';
}

function addProduct(sale: Sale, product: Product): Sale {
    const quantity = sale.times * piece;
    const known = product.weighed ? undefined : sale.lines.find(line => line.product.sku === product.sku);
    if (known) {
        const sum = Math.min(known.quantity + quantity, quantity_max);
        const lines = sale.lines.map(line => (line === known ? { ...line, product, quantity: sum } : line));
        return edited(sale, { lines, times: 1, selected_line: known.line_no });
    }
    if (sale.lines.length >= lines_max) return { ...sale, problem: { code: 'basket_too_large', title: '', status: 0 } };
    const line_no = sale.lines.reduce((most, line) => Math.max(most, line.line_no), 0) + 1;
    const line: Line = { line_no, product, quantity };
    return edited(sale, { lines: [...sale.lines, line], times: 1, selected_line: line_no });
}

function setQuantity(sale: Sale, line_no: number, quantity: number): Sale {
    if (!Number.isSafeInteger(quantity) || quantity > quantity_max) return sale;
    if (quantity > 0)
        return edited(sale, {
            lines: sale.lines.map(line => (line.line_no === line_no ? { ...line, quantity } : line)),
            selected_line: line_no,
        });
    const lines = sale.lines.filter(line => line.line_no !== line_no);
    return edited(sale, { lines, selected_line: lines.at(-1)?.line_no ?? 0 });
}

/** The coupons of the choice that were scanned: they were handed over, whoever turns out to be the member. */
function presented(sale: Sale): Sale['coupons'] {
    const scanned = new Set(sale.scanned_coupons.map(coupon => coupon.coupon_id));
    const kept = sale.coupons === 'best' ? [] : sale.coupons.filter(id => scanned.has(id));
    return kept.length > 0 ? kept : 'best';
}

function addMember(sale: Sale, member: MemberCard, proof: Proof): Sale {
    if (sale.member?.member_id !== member.member_id)
        return edited(sale, { member, proof, coupons: presented(sale), cards: 'best', points: 'none', purses: [] });
    const stronger = proofs.indexOf(proof) > proofs.indexOf(sale.proof) ? proof : sale.proof;
    return edited(sale, { member, proof: stronger });
}

/** The coupons that the quote uses now, as a list to choose from by hand. */
function chosen(sale: Sale): string[] {
    if (sale.coupons !== 'best') return sale.coupons;
    return sale.priced?.answer.quote.used.map(used => used.coupon_id) ?? [];
}

function addCoupon(sale: Sale, coupon: ScannedCoupon): Sale {
    const others = sale.scanned_coupons.filter(known => known.coupon_id !== coupon.coupon_id);
    const list = chosen(sale);
    return edited(sale, {
        scanned_coupons: [...others, coupon],
        coupons: list.includes(coupon.coupon_id) ? list : [...list, coupon.coupon_id],
    });
}

function toggled(list: string[], id: string): string[] {
    return list.includes(id) ? list.filter(other => other !== id) : [...list, id];
}

/** The benefit cards that the quote uses now, as a list to choose from by hand. */
function chosenCards(sale: Sale): string[] {
    if (sale.cards !== 'best') return sale.cards;
    return sale.priced?.answer.quote.cards.map(card => card.card_id) ?? [];
}

function pay(sale: Sale, at: number): Sale {
    if (!mayPay(sale)) return sale;
    if (sale.phase.at !== 'confirming') return { ...sale, phase: { at: 'opening' }, problem: null };
    if (isBounce(sale.phase.since, at)) return sale;
    return { ...sale, phase: { at: 'committing', checkout: sale.phase.checkout }, problem: null };
}

function opened(sale: Sale, revision: number, checkout: Checkout, at: number): Sale {
    // Edited while the answer was on its way: it is about another basket, and what it holds is kept in mind.
    if (sale.phase.at !== 'opening' || revision !== sale.revision) return { ...sale, checkout_id: checkout.checkout_id };
    const changes = changesBetween(currentQuote(sale), checkout.quote);
    return {
        ...sale,
        checkout_id: checkout.checkout_id,
        problem: null,
        phase: changes.length === 0 ? { at: 'committing', checkout } : { at: 'confirming', checkout, changes, since: at },
    };
}

/** What was not heard is asked again; what was refused goes back to the person, with a fresh price. */
function failed(sale: Sale, problem: Problem, spare_ticket_id: string): Sale {
    if (isUnanswered(problem)) return { ...sale, problem };
    const ticket_id = problem.code === 'ticket_id_reused' ? spare_ticket_id : sale.ticket_id;
    // The rules let go of less than this, or of nothing: then it is not tried again.
    const rounds = sale.rounds && problem.field !== '/rounding';
    return { ...edited(sale, { ticket_id, rounds }), problem };
}

/** What an answer settles; why the last checkout failed stays until the basket changes. */
function heard(problem: Problem | null): Problem | null {
    return problem !== null && isUnanswered(problem) ? null : problem;
}

function edit(sale: Sale, event: SaleEvent): Sale {
    switch (event.type) {
        case 'product':
            return addProduct(sale, event.product);
        case 'member':
            return addMember(sale, event.member, event.proof);
        case 'coupon':
            return addCoupon(sale, event.coupon);
        case 'member_left':
            return edited(sale, {
                member: null,
                proof: 'none',
                coupons: 'best',
                cards: 'best',
                points: 'none',
                purses: [],
                scanned_coupons: [],
            });
        case 'times':
            return { ...sale, times: event.times };
        case 'quantity':
            return setQuantity(sale, event.line_no, event.quantity);
        case 'selected':
            return { ...sale, selected_line: event.line_no };
        case 'best_offer':
            return edited(sale, { coupons: 'best', cards: 'best' });
        case 'coupon_toggled':
            return edited(sale, { coupons: toggled(chosen(sale), event.coupon_id) });
        case 'card_toggled':
            return edited(sale, { cards: toggled(chosenCards(sale), event.card_id) });
        case 'points_toggled':
            return edited(sale, { points: sale.points === 'none' ? 'max' : 'none' });
        case 'purse_toggled':
            return edited(sale, { purses: toggled(sale.purses, event.purse_id) });
        case 'tender':
            return { ...sale, tender: event.tender };
        case 'rounding_toggled':
            // No part of the quote: it is named when the sale is booked.
            return { ...sale, rounds: !sale.rounds };
        case 'reprice':
            // A price that waits to be confirmed is a checkout's, and has its rights.
            return sale.phase.at === 'editing' ? { ...sale, revision: sale.revision + 1 } : sale;
        default:
            return sale;
    }
}

export function reduce(sale: Sale, event: SaleEvent): Sale {
    switch (event.type) {
        case 'pay':
            return pay(sale, event.at);
        case 'quoted':
            return event.revision === sale.revision
                ? { ...sale, priced: { revision: event.revision, answer: event.answer }, problem: heard(sale.problem) }
                : sale;
        case 'quote_failed':
            return event.revision === sale.revision ? { ...sale, problem: event.problem } : sale;
        case 'opened':
            return opened(sale, event.revision, event.checkout, event.at);
        case 'open_failed':
            return sale.phase.at === 'opening' && event.revision === sale.revision
                ? failed(sale, event.problem, event.spare_ticket_id)
                : sale;
        case 'committed':
            if (sale.phase.at !== 'committing') return sale;
            return {
                ...sale,
                checkout_id: null,
                problem: null,
                phase: { at: 'done', checkout: sale.phase.checkout, committed: event.committed, since: event.at },
            };
        case 'commit_failed':
            return sale.phase.at === 'committing' ? failed(sale, event.problem, event.spare_ticket_id) : sale;
        case 'edit':
            // Opening may be given up: nothing is booked by it. A commit may not.
            return isSettled(sale) || sale.phase.at === 'opening' ? edited(sale, {}) : sale;
        default:
            return isSettled(sale) ? edit(sale, event) : sale;
    }
}
