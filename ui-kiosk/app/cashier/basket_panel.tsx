// The goods, line by line, with everything that was taken off each and why.
import { useState } from 'preact/hooks';
import type { Quote, QuoteLine } from '../../api/types';
import type { Act } from '../act';
import { isAtRisk, quotedLines } from '../sale/quoted';
import { isSettled } from '../sale/reduce';
import type { Line, Sale } from '../sale/sale';
import { isFresh, nameOf, piece, shownQuote } from '../sale/sale';
import { parseQuantity } from '../text/quantity';
import type { Words } from '../text/language';

interface Props {
    sale: Sale;
    words: Words;
    act: Act;
}

/** Before the agent has priced the line: what the price file says. */
function estimate(line: Line): number {
    return Math.round(((line.product.unit_price ?? 0) * line.quantity) / piece);
}

function QuantityField({ line, words, act, name }: { line: Line; words: Words; act: Act; name: string }) {
    const [typed, setTyped] = useState<string | null>(null);
    const take = () => {
        const quantity = typed === null ? null : parseQuantity(typed, line.product.weighed);
        if (quantity !== null) act.till({ type: 'quantity', line_no: line.line_no, quantity });
        setTyped(null);
    };
    return (
        <input
            class="quantity"
            type="text"
            inputMode={line.product.weighed ? 'decimal' : 'numeric'}
            aria-label={words.t('basket.quantity_of', { name })}
            value={typed ?? words.quantity(line.quantity)}
            onFocus={event => event.currentTarget.select()}
            onInput={event => setTyped(event.currentTarget.value)}
            onBlur={take}
            onKeyDown={event => {
                if (event.key !== 'Enter') return;
                // A scanner that types does not know where it types: what cannot be a quantity is a code.
                const text = event.currentTarget.value;
                if (typed !== null && text.trim() !== '' && parseQuantity(text, line.product.weighed) === null)
                    act.enter(text);
                take();
                event.currentTarget.blur();
            }}
        />
    );
}

const effect_names = {
    tier_price: 'totals.member_discount',
    card: 'totals.member_discount',
    points: 'points.title',
    rounding: 'totals.rounding',
} as const;

function Effects({ quoted, quote, sale, words }: { quoted: QuoteLine; quote: Quote; sale: Sale; words: Words }) {
    return (
        <span class="effects">
            {quoted.alloc
                .filter(share => share.amount > 0)
                .map(share => {
                    const name =
                        share.instrument === 'coupon' || share.instrument === 'third_party'
                            ? words.local(nameOf(sale, share.id ?? ''))
                            : words.t(effect_names[share.instrument]);
                    const risk = isAtRisk(quote, share);
                    return (
                        <span key={`${share.instrument} ${share.id}`} class={risk ? 'effect risk' : 'effect'}>
                            {name} −{words.money(share.amount)}
                        </span>
                    );
                })}
        </span>
    );
}

function Row({
    line,
    quoted,
    fresh,
    sale,
    words,
    act,
}: Props & { line: Line; quoted: QuoteLine | undefined; fresh: boolean }) {
    const { t } = words;
    const { product } = line;
    const name = words.local(product.name) || product.sku;
    const quote = shownQuote(sale);
    const may_edit = isSettled(sale);
    const change = (by: number) => act.till({ type: 'quantity', line_no: line.line_no, quantity: line.quantity + by });
    const price = words.money(product.unit_price ?? 0);
    const selected = sale.selected_line === line.line_no;
    return (
        <li class={selected ? 'line selected' : 'line'} data-testid="line" data-sku={product.sku} aria-current={selected}>
            <button
                type="button"
                class="what"
                tabIndex={-1}
                onClick={() => act.till({ type: 'selected', line_no: line.line_no })}
            >
                <span class="name">{name}</span>
                <span class="each">
                    {product.weighed ? t('basket.per', { price, uom: product.uom }) : t('basket.each', { price })}
                </span>
                {quote && quoted && <Effects quoted={quoted} quote={quote} sale={sale} words={words} />}
            </button>
            <span class="count">
                <button
                    type="button"
                    class="step"
                    disabled={!may_edit}
                    aria-label={t('basket.less', { name })}
                    onClick={() => change(-piece)}
                >
                    −
                </button>
                <QuantityField line={line} words={words} act={act} name={name} />
                <button
                    type="button"
                    class="step"
                    disabled={!may_edit}
                    aria-label={t('basket.more', { name })}
                    onClick={() => change(piece)}
                >
                    +
                </button>
            </span>
            <span class={fresh ? 'amount' : 'amount stale'}>
                {quoted && quoted.net !== quoted.list && <s>{words.money(quoted.list)}</s>}
                <strong>{words.money(quoted?.net ?? estimate(line))}</strong>
            </span>
        </li>
    );
}

export function BasketPanel({ sale, words, act }: Props) {
    const { t } = words;
    const quote = shownQuote(sale);
    const fresh = isFresh(sale);
    const quoted = quotedLines(quote);
    const pieces = sale.lines.reduce((sum, line) => sum + (line.product.weighed ? piece : line.quantity), 0);
    return (
        <section class="panel basket" aria-label={t('basket.title')}>
            <header>
                <h2>{t('basket.title')}</h2>
                {pieces > 0 && <span class="pieces">{t('basket.pieces', { n: words.quantity(pieces) })}</span>}
            </header>
            {sale.lines.length === 0 ? (
                <p class="hint empty">{t('basket.empty')}</p>
            ) : (
                <ul class="lines" tabIndex={0} aria-label={t('basket.title')} data-testid="lines">
                    {sale.lines.map(line => (
                        <Row
                            key={line.line_no}
                            line={line}
                            quoted={quoted.get(line.line_no)}
                            fresh={fresh}
                            sale={sale}
                            words={words}
                            act={act}
                        />
                    ))}
                </ul>
            )}
        </section>
    );
}
