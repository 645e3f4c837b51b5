// What goes back, instrument by instrument, before it is booked and after; and what is decided about gifts that stay.
import { useState } from 'preact/hooks';
import type { MemberCard, Returned, ReturnPreview } from '../../api/types';
import { Button, Icon } from '../design/parts';
import type { Act } from '../act';
import type { Choice, Returning } from '../returns/returning';
import { currentPreview } from '../returns/returning';
import { nameOfCard, pointDecimals, purseOf } from '../sale/sale';
import type { Words } from '../text/language';
import { goodsName } from './return_lines';

interface Props {
    choice: Choice;
    words: Words;
    act: Act;
}

type Figures = ReturnPreview | Returned;

/** Name and figure of each purse that the return does something to, the main one first. */
function pursesOf(figures: Figures, member: MemberCard | null, words: Words) {
    const main = { name: words.t('points.title'), decimals: pointDecimals(member) };
    const rows = [{ ...main, id: '', burn: figures.burn, earn: figures.earn }];
    for (const { purse_id, burn, earn } of figures.purses ?? []) {
        const purse = purseOf(member, purse_id);
        rows.push({ id: purse_id, name: words.local(purse.name), decimals: purse.unit_decimals, burn, earn });
    }
    return rows;
}

function GoesBack({ figures, choice, words }: { figures: Figures; choice: Choice; words: Words }) {
    const { t } = words;
    const { member } = choice;
    const gifts = { kept: 0, back: 0 };
    for (const gift of figures.gifts) {
        gifts.kept += gift.deduction;
        gifts.back += gift.refund;
    }
    const rows: [string, string, string][] = [['money', t('returns.goods'), words.money(figures.totals.due)]];
    if (figures.deduction > 0) rows.push(['deduction', t('returns.deduction'), `−${words.money(figures.deduction)}`]);
    if (gifts.kept > 0) rows.push(['gifts-kept', t('returns.gift_deducted'), `−${words.money(gifts.kept)}`]);
    if (gifts.back > 0) rows.push(['gifts-back', t('returns.gift_refunded'), words.money(gifts.back)]);
    if (figures.totals.third_party > 0)
        rows.push(['third-party', t('returns.third_party'), words.money(figures.totals.third_party)]);
    for (const { id, name, decimals, burn, earn } of pursesOf(figures, member, words)) {
        if (burn > 0) rows.push([`burn ${id}`, t('returns.points_back', { name }), words.points(burn, decimals)]);
        if (earn > 0) rows.push([`earn ${id}`, t('returns.points_taken', { name }), words.points(earn, decimals)]);
    }
    for (const { coupon_id, fate } of figures.coupons)
        rows.push([`coupon ${coupon_id}`, t('returns.coupon', { id: coupon_id }), t(`returns.coupon_${fate}`)]);
    for (const { card_id, uses, fate } of figures.cards)
        rows.push([
            `card ${card_id}`,
            words.local(nameOfCard(member, card_id)),
            t(`returns.card_${fate}`, { n: words.number(uses) }),
        ]);
    return (
        <dl class="goes-back" data-testid="goes-back">
            {rows.map(([key, name, value]) => (
                <div key={key} data-part={key.split(' ')[0]}>
                    <dt>{name}</dt>
                    <dd>{value}</dd>
                </div>
            ))}
            {figures.gifts.some(gift => gift.waived) && (
                <div data-part="gifts-waived">
                    <dt>{t('returns.gift_waived')}</dt>
                    <dd>
                        <Icon name="check" />
                    </dd>
                </div>
            )}
        </dl>
    );
}

/** A gift that stays with the customer: by HQ's rules its value comes off, or a manager lets it go; else it comes back, too. */
function Gifts({ preview, choice, words, act }: Props & { preview: ReturnPreview }) {
    const { t } = words;
    const [approver, setApprover] = useState('');
    const missing = preview.gift_missing;
    if (missing === undefined) return null;
    const goods = missing.skus.map(sku => goodsName(choice, sku, words)).join(' / ');
    const decide = (gifts: 'deduct' | 'waive') =>
        act.returning({ type: 'gifts', gifts, approver_id: gifts === 'waive' ? approver.trim() : '' });
    return (
        <div class="gifts" role="alert" data-testid="gifts">
            <strong>{t('returns.gift_missing', { goods, amount: words.money(missing.gift_value) })}</strong>
            <span>{t(missing.choices.length === 0 ? 'returns.gift_must' : 'returns.gift_help')}</span>
            {missing.choices.includes('deduct') && (
                <Button onPress={() => decide('deduct')}>
                    {t('returns.gift_deduct', { amount: words.money(missing.gift_value) })}
                </Button>
            )}
            {missing.choices.includes('waive') && (
                <form
                    onSubmit={event => {
                        event.preventDefault();
                        if (approver.trim() !== '') decide('waive');
                    }}
                >
                    <label for="approver">{t('returns.approver')}</label>
                    <input
                        id="approver"
                        type="text"
                        value={approver}
                        autocomplete="off"
                        spellcheck={false}
                        maxLength={64}
                        onInput={event => setApprover(event.currentTarget.value)}
                    />
                    <Button disabled={approver.trim() === ''} onPress={() => decide('waive')}>
                        {t('returns.gift_waive')}
                    </Button>
                </form>
            )}
        </div>
    );
}

export function ReturnSummary({ returning, words, act }: { returning: Returning; words: Words; act: Act }) {
    const { t } = words;
    const { phase } = returning;
    if (phase.at === 'finding')
        return (
            <section class="panel summary" aria-label={t('returns.goes_back')}>
                <p class="hint">{t('returns.find_help')}</p>
            </section>
        );
    const { choice } = phase;
    const preview = currentPreview(choice);
    const figures = phase.at === 'done' ? phase.returned : (preview ?? choice.preview?.value);
    const fresh = phase.at !== 'choosing' || preview !== null;
    const any = Object.values(choice.quantities).some(quantity => quantity > 0);
    return (
        <section class="panel summary" aria-label={t('returns.goes_back')}>
            <header>
                <h2>{t('returns.goes_back')}</h2>
                {choice.member?.name !== undefined && <span class="pieces">{choice.member.name}</span>}
            </header>
            {!any && <p class="hint">{t('returns.nothing')}</p>}
            {any && figures && (
                <div class={fresh ? 'list' : 'list stale'} tabIndex={0} role="group" aria-label={t('returns.goes_back')}>
                    {phase.at === 'choosing' && preview && (
                        <Gifts preview={preview} choice={choice} words={words} act={act} />
                    )}
                    <GoesBack figures={figures} choice={choice} words={words} />
                </div>
            )}
        </section>
    );
}
