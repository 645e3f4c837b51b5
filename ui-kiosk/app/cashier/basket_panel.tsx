// The goods, line by line, with everything that was taken off each and why.
import type { Quote, QuoteLine } from '../../api/types';
import type { Act } from '../act';
import type { Share } from '../sale/quoted';
import { isAtRisk, quotedLines } from '../sale/quoted';
import { isSettled } from '../sale/reduce';
import type { Line, Sale } from '../sale/sale';
import { isFresh, nameOf, nameOfCard, piece, purseOf, shownQuote } from '../sale/sale';
import type { Words } from '../text/language';
import { Stepper } from './stepper';

interface Props {
    sale: Sale;
    words: Words;
    act: Act;
}

/** Before the agent has priced the line: what the price file says. */
function estimate(line: Line): number {
    return Math.round(((line.product.unit_price ?? 0) * line.quantity) / piece);
}

/** What has taken this off the line. */
function effectName({ instrument, id }: Share, sale: Sale, words: Words): string {
    switch (instrument) {
        case 'coupon':
        case 'third_party':
            return words.local(nameOf(sale, id ?? ''));
        case 'card':
            return words.local(nameOfCard(sale.member, id ?? ''));
        case 'points':
            return id ? words.local(purseOf(sale.member, id).name) : words.t('points.title');
        case 'tier_price':
            return words.t('totals.member_discount');
        case 'rounding':
            return words.t('totals.rounding');
    }
}

function Effects({ quoted, quote, sale, words }: { quoted: QuoteLine; quote: Quote; sale: Sale; words: Words }) {
    return (
        <span class="effects">
            {quoted.alloc
                .filter(share => share.amount > 0)
                .map(share => {
                    const risk = isAtRisk(quote, share);
                    return (
                        <span key={`${share.instrument} ${share.id}`} class={risk ? 'effect risk' : 'effect'}>
                            {effectName(share, sale, words)} −{words.money(share.amount)}
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
            <Stepper
                name={name}
                quantity={line.quantity}
                weighed={product.weighed}
                disabled={!may_edit}
                words={words}
                onChange={quantity => act.till({ type: 'quantity', line_no: line.line_no, quantity })}
                onCode={act.enter}
            />
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
