// The goods of the ticket, with what of each may still come back, and what does.
import { Button } from '../design/parts';
import type { Act } from '../act';
import type { Choice } from '../returns/returning';
import type { TicketDetail } from '../../api/types';
import type { Words } from '../text/language';
import { Stepper } from './stepper';

interface Props {
    choice: Choice;
    may_edit: boolean;
    words: Words;
    act: Act;
}

/** By the price file, and as the ticket has it where that knows the goods no longer. */
export function goodsName(choice: Choice, sku: string, words: Words): string {
    const known = choice.names[sku];
    const line = choice.detail.basket.lines.find(one => one.sku === sku);
    return (known && words.local(known)) || line?.name || sku;
}

function Row({ left, choice, may_edit, words, act }: Props & { left: TicketDetail['left'][number] }) {
    const { t } = words;
    const { line_no } = left;
    const line = choice.detail.basket.lines.find(one => one.line_no === line_no);
    const sku = line?.sku ?? '';
    const goods = left.skus?.map(one => one.sku) ?? [sku];
    const name = [...new Set(goods.map(one => goodsName(choice, one, words)))].join(' / ');
    const quantity = choice.quantities[line_no] ?? 0;
    const selected = choice.selected_line === line_no;
    return (
        <li
            class={selected ? 'line selected' : 'line'}
            data-testid="return-line"
            data-sku={sku}
            data-left={left.left}
            aria-current={selected}
        >
            <button type="button" class="what" tabIndex={-1} onClick={() => act.returning({ type: 'selected', line_no })}>
                <span class="name">{name}</span>
                <span class="each">
                    {left.left === 0
                        ? t('returns.none_left')
                        : t('returns.left', { left: words.quantity(left.left), sold: words.quantity(left.sold) })}
                </span>
            </button>
            <Stepper
                name={name}
                quantity={quantity}
                weighed={line?.weighed ?? false}
                disabled={!may_edit || left.left === 0}
                words={words}
                onChange={wanted => act.returning({ type: 'quantity', line_no, quantity: wanted })}
                onCode={act.enter}
            />
        </li>
    );
}

export function ReturnLines({ choice, may_edit, words, act }: Props) {
    const { t } = words;
    const { detail } = choice;
    const title = t('returns.of', { ticket: detail.ticket.ticket_id, at: words.time(detail.at) });
    return (
        <section class="panel basket" aria-label={t('returns.title')}>
            <header>
                <h2>{title}</h2>
                <Button
                    look="quiet"
                    disabled={!may_edit || detail.left.every(line => line.left === 0)}
                    onPress={() => act.returning({ type: 'everything' })}
                >
                    {t('returns.everything')}
                </Button>
            </header>
            <ul class="lines" tabIndex={0} aria-label={t('returns.title')}>
                {detail.left.map(left => (
                    <Row key={left.line_no} left={left} choice={choice} may_edit={may_edit} words={words} act={act} />
                ))}
            </ul>
        </section>
    );
}
