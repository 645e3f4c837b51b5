// What is to be paid, how, and the one key that does it. What has changed since it was shown is said here before it is taken.
import { useState } from 'preact/hooks';
import type { Quote } from '../../api/types';
import { mayRepeat } from '../../api/answer';
import { Badge, Button, Icon } from '../design/parts';
import type { Act } from '../act';
import { isSettled } from '../sale/reduce';
import type { Sale } from '../sale/sale';
import { isFresh, mayPay, roundingOf, shownQuote, smallChange, toTake } from '../sale/sale';
import type { Words } from '../text/language';
import type { Till } from '../till/till';
import { mayDiscard } from '../till/till';
import { problemText } from './problem_text';
import { TenderPicker } from './tender_picker';

interface Props {
    till: Till;
    words: Words;
    act: Act;
}

const taken_off = ['pos_discount', 'member_discount', 'coupon_discount', 'points_value', 'rounding', 'third_party'] as const;

function Totals({ sale, words }: { sale: Sale; words: Words }) {
    const { t } = words;
    const quote = shownQuote(sale);
    const fresh = isFresh(sale);
    const rounding = roundingOf(sale);
    return (
        <dl class="totals">
            {quote && (
                <div>
                    <dt>{t('totals.list')}</dt>
                    <dd>{words.money(quote.totals.list)}</dd>
                </div>
            )}
            {quote &&
                taken_off
                    .filter(part => quote.totals[part] > 0)
                    .map(part => (
                        <div key={part}>
                            <dt>{t(`totals.${part}`)}</dt>
                            <dd>−{words.money(quote.totals[part])}</dd>
                        </div>
                    ))}
            {rounding > 0 && (
                <div data-testid="rounding">
                    <dt>{t('totals.rounding')}</dt>
                    <dd>−{words.money(rounding)}</dd>
                </div>
            )}
            <div class={fresh ? 'due' : 'due stale'}>
                <dt>{fresh ? t('totals.due') : t('totals.pricing')}</dt>
                <dd data-testid="due" data-fresh={fresh}>
                    {words.money(toTake(sale))}
                </dd>
            </div>
        </dl>
    );
}

/** Why it does not go on, or what is different from what was shown. Has its place also when there is nothing to say. */
function Warning({ sale, shown, words }: { sale: Sale; shown: Quote | null; words: Words }) {
    const { t } = words;
    if (sale.phase.at === 'confirming') {
        const now = sale.phase.checkout.quote.totals.due;
        const before = shown?.totals.due ?? 0;
        return (
            <div class="warning" role="alert" data-testid="changed">
                <Icon name="warning" />
                <strong>{t('changed.title')}</strong>
                {sale.phase.changes.map(change => (
                    <span key={change}>
                        {t(`changed.${change}`, { now: words.money(now), before: words.money(before) })}
                    </span>
                ))}
            </div>
        );
    }
    const text = problemText(sale.problem, words);
    return (
        <div class={text === '' ? 'warning none' : 'warning'} role="alert" data-testid="problem">
            {text !== '' && <Icon name="warning" />}
            {text !== '' && <strong>{text}</strong>}
            {text !== '' && sale.phase.at === 'committing' && <span>{t('pay.committing_help')}</span>}
        </div>
    );
}

function PayButton({ sale, words, act }: { sale: Sale; words: Words; act: Act }) {
    const { t } = words;
    const { phase } = sale;
    const waits = sale.problem !== null && mayRepeat(sale.problem);
    const priced = shownQuote(sale) !== null && sale.lines.length > 0;
    let text = t('pay.take_nothing');
    if (phase.at === 'opening') text = t(waits ? 'pay.again' : 'pay.opening');
    else if (phase.at === 'committing') text = t(waits ? 'pay.again' : 'pay.committing');
    else if (priced) text = t(phase.at === 'confirming' ? 'pay.confirm' : 'pay.take', { amount: words.money(toTake(sale)) });
    return (
        <Button look="primary" class="pay" shortcut="F9" disabled={!mayPay(sale)} onPress={act.pay}>
            <span>{text}</span>
        </Button>
    );
}

function DiscardButton({ till, words, act }: Props) {
    // The ticket that was asked about: the question does not outlive it.
    const [sure_of, setSureOf] = useState('');
    const sure = sure_of === till.sale.ticket_id;
    return (
        <Button
            look={sure ? 'danger' : 'quiet'}
            disabled={!mayDiscard(till)}
            onPress={() => {
                if (sure) act.discard();
                setSureOf(sure ? '' : till.sale.ticket_id);
            }}
        >
            {words.t(sure ? 'pay.discard_sure' : 'pay.discard')}
        </Button>
    );
}

function Done({ till, words, act }: Props) {
    const { t } = words;
    const { phase } = till.sale;
    if (phase.at !== 'done') return null;
    const { committed } = phase;
    return (
        <section class="done" data-testid="done">
            <h2>
                <Icon name="check" /> {t('done.title')} {words.money(committed.quote.totals.due)}
            </h2>
            <p data-testid="ticket">{t('done.ticket', { ticket: committed.ticket.ticket_id })}</p>
            {committed.quote.points.earn > 0 && committed.member_id !== undefined && (
                <p>{t('done.earned', { points: words.number(committed.quote.points.earn) })}</p>
            )}
            {committed.at_risk && (
                <p>
                    <Badge tone="risk" icon="warning">
                        {t('done.risk')}
                    </Badge>
                </p>
            )}
            <Button look="primary" class="pay" shortcut="F9" onPress={act.nextSale}>
                <span>{t('pay.next')}</span>
            </Button>
        </section>
    );
}

export function PayBar({ till, words, act }: Props) {
    const { t } = words;
    const { sale, last } = till;
    if (sale.phase.at === 'done')
        return (
            <footer class="paybar">
                <Done till={till} words={words} act={act} />
            </footer>
        );
    const may_go_back = sale.phase.at === 'confirming' || sale.phase.at === 'opening';
    return (
        <footer class="paybar">
            <Warning sale={sale} shown={sale.priced?.answer.quote ?? null} words={words} />
            <div class="choices">
                <div class="tender-row">
                    <TenderPicker
                        label={t('tender.label')}
                        tender={sale.tender}
                        disabled={!isSettled(sale)}
                        words={words}
                        onPick={tender => act.till({ type: 'tender', tender })}
                    />
                    <Button
                        pressed={sale.rounds}
                        disabled={!isSettled(sale) || (!sale.rounds && smallChange(sale) === 0)}
                        onPress={() => act.till({ type: 'rounding_toggled' })}
                    >
                        {t('pay.round_off')}
                    </Button>
                </div>
                <p class="last">
                    {last &&
                        t('done.last', {
                            ticket: last.ticket.ticket_id,
                            amount: words.money(last.quote.totals.due),
                        })}
                </p>
            </div>
            <Totals sale={sale} words={words} />
            <div class="actions">
                {may_go_back ? (
                    <Button look="quiet" shortcut="Esc" onPress={() => act.till({ type: 'edit' })}>
                        {t('pay.back')}
                    </Button>
                ) : (
                    <DiscardButton till={till} words={words} act={act} />
                )}
                <PayButton sale={sale} words={words} act={act} />
            </div>
        </footer>
    );
}
