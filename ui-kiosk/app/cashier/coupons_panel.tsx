// What the member may redeem: what is used and saves how much, what is not used and why, and what is at risk.
import type { Card, Coupon, Quote } from '../../api/types';
import { Badge, Button } from '../design/parts';
import type { Act } from '../act';
import { isSettled } from '../sale/reduce';
import type { Sale } from '../sale/sale';
import { knownCoupons, pointDecimals, shownQuote } from '../sale/sale';
import type { Words } from '../text/language';
import { PointsRows } from './points_rows';
import { Reasons, RightBadge, Switch } from './right';

interface Props {
    sale: Sale;
    quote: Quote | null;
    words: Words;
    act: Act;
}

function CouponRow({ coupon, quote, sale, words, act }: Props & { coupon: Coupon }) {
    const { t } = words;
    const { coupon_id } = coupon;
    const used = quote?.used.find(one => one.coupon_id === coupon_id);
    const possible = used ? undefined : quote?.also_possible?.find(one => one.coupon_id === coupon_id);
    const refused = quote?.refused.find(one => one.coupon_id === coupon_id);
    const reasons = possible ? [] : (refused?.reasons ?? (coupon.barred ? [coupon.barred] : []));
    const on = used !== undefined || (sale.coupons !== 'best' && sale.coupons.includes(coupon_id));
    const name = words.local(coupon.name);
    const points = (value: number) => words.points(value, pointDecimals(sale.member));
    return (
        <li class={used ? 'coupon used' : 'coupon'} data-testid="coupon" data-coupon={coupon_id}>
            <div class="about">
                <span class="name">{name}</span>
                {coupon.valid_until !== undefined && (
                    <span class="until">{t('coupons.until', { day: words.day(coupon.valid_until) })}</span>
                )}
                {possible && <span class="adds">{t('coupons.adds', { points: points(possible.earn) })}</span>}
                {!used && <Reasons reasons={reasons} words={words} />}
                {(used || reasons.length === 0) && (
                    <RightBadge right={coupon.right} at_risk={used?.at_risk ?? false} words={words} />
                )}
            </div>
            {used && (
                <strong class="saves">
                    {used.earn ? t('coupons.added', { points: points(used.earn) }) : `−${words.money(used.discount)}`}
                </strong>
            )}
            <Switch
                on={on}
                disabled={!isSettled(sale)}
                label={t(on ? 'coupons.leave' : 'coupons.use', { name })}
                onPress={() => act.till({ type: 'coupon_toggled', coupon_id })}
            />
        </li>
    );
}

function CardRow({ card, quote, sale, words, act }: Props & { card: Card }) {
    const { t } = words;
    const { card_id } = card;
    const used = quote?.cards.find(one => one.card_id === card_id);
    const refused = quote?.refused_cards.find(one => one.card_id === card_id);
    const reasons = refused?.reasons ?? (card.barred ? [card.barred] : []);
    const on = used !== undefined || (sale.cards !== 'best' && sale.cards.includes(card_id));
    const name = (card.name && words.local(card.name)) || card_id;
    const left = words.number(card.uses_left);
    return (
        <li class={used ? 'coupon used' : 'coupon'} data-testid="card" data-card={card_id}>
            <div class="about">
                <span class="name">{name}</span>
                <span>{used ? t('cards.uses', { n: words.number(used.uses), left }) : t('cards.left', { n: left })}</span>
                {card.valid_until !== undefined && (
                    <span class="until">{t('coupons.until', { day: words.day(card.valid_until) })}</span>
                )}
                {!used && <Reasons reasons={reasons} words={words} />}
                {(used || reasons.length === 0) && (
                    <RightBadge right={card.right} at_risk={used?.at_risk ?? false} words={words} />
                )}
            </div>
            {used && <strong class="saves">−{words.money(used.discount)}</strong>}
            <Switch
                on={on}
                disabled={!isSettled(sale)}
                label={t(on ? 'coupons.leave' : 'coupons.use', { name })}
                onPress={() => act.till({ type: 'card_toggled', card_id })}
            />
        </li>
    );
}

export function CouponsPanel({ sale, words, act }: Omit<Props, 'quote'>) {
    const { t } = words;
    const quote = shownQuote(sale);
    const used = new Set(quote?.used.map(one => one.coupon_id));
    const possible = new Set(quote?.also_possible?.map(one => one.coupon_id));
    const place = ({ coupon_id }: Coupon) => (used.has(coupon_id) ? 0 : possible.has(coupon_id) ? 1 : 2);
    const coupons = knownCoupons(sale).sort((one, other) => place(one) - place(other));
    const cards = sale.member?.cards ?? [];
    const best = sale.coupons === 'best' && sale.cards === 'best';
    const rest = { sale, quote, words, act };
    return (
        <section class="panel coupons" aria-label={t('coupons.title')}>
            <header>
                <h2>{t('coupons.title')}</h2>
                {best ? (
                    <Badge tone="plain">{t('coupons.best')}</Badge>
                ) : (
                    <Button
                        look="quiet"
                        shortcut="F6"
                        disabled={!isSettled(sale)}
                        onPress={() => act.till({ type: 'best_offer' })}
                    >
                        {t('coupons.use_best')}
                    </Button>
                )}
            </header>
            {coupons.length === 0 && sale.member === null ? (
                <p class="hint">{t('coupons.none_help')}</p>
            ) : (
                <ul class="list" tabIndex={0} aria-label={t('coupons.title')}>
                    <PointsRows {...rest} />
                    {cards.map(card => (
                        <CardRow key={card.card_id} card={card} {...rest} />
                    ))}
                    {coupons.length === 0 && <li class="hint">{t('coupons.none')}</li>}
                    {coupons.map(coupon => (
                        <CouponRow key={coupon.coupon_id} coupon={coupon} {...rest} />
                    ))}
                </ul>
            )}
        </section>
    );
}
