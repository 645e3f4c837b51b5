// The points of every purse: how many may be used and for what, and what the sale earns.
import type { Quote } from '../../api/types';
import { Badge } from '../design/parts';
import type { Act } from '../act';
import { isSettled } from '../sale/reduce';
import type { Sale } from '../sale/sale';
import { pointDecimals, purseOf } from '../sale/sale';
import type { Words } from '../text/language';
import { reasonOf, Switch } from './right';

interface Props {
    sale: Sale;
    quote: Quote | null;
    words: Words;
    act: Act;
}

interface RowProps extends Pick<Props, 'sale' | 'words'> {
    test_id: string;
    name: string;
    decimals: number;
    points: Quote['points'] | undefined;
    on: boolean;
    label: string;
    shortcut?: string;
    onPress: () => void;
}

function PurseRow({ sale, words, test_id, name, decimals, points, on, ...press }: RowProps) {
    const { t } = words;
    const figure = (value: number) => words.points(value, decimals);
    return (
        <li class={points && points.burn > 0 ? 'coupon used' : 'coupon'} data-testid={test_id}>
            <div class="about">
                <span class="name">{name}</span>
                {points && points.burn > 0 && (
                    <span>{t('points.uses', { points: figure(points.burn), amount: words.money(points.value) })}</span>
                )}
                {points && points.burn === 0 && points.max > 0 && (
                    <span>{t('points.can', { points: figure(points.max) })}</span>
                )}
                {on && points?.refused && <span class="reason">{reasonOf(points.refused, words)}</span>}
                {points && points.earn > 0 && <span>{t('points.earn', { points: figure(points.earn) })}</span>}
                {points?.at_risk && (
                    <Badge tone="risk" icon="warning">
                        {t('right.risk')}
                    </Badge>
                )}
            </div>
            {points && points.value > 0 && <strong class="saves">−{words.money(points.value)}</strong>}
            <Switch on={on} disabled={!isSettled(sale)} {...press} />
        </li>
    );
}

export function PointsRows({ sale, quote, words, act }: Props) {
    const { t } = words;
    const { member } = sale;
    if (member === null) return null;
    const quoted = new Map(quote?.purses?.map(purse => [purse.purse_id, purse]));
    const known = member.purses?.map(purse => purse.purse_id) ?? [];
    const purses = [...new Set([...known, ...quoted.keys()])];
    return (
        <>
            <PurseRow
                sale={sale}
                words={words}
                test_id="points"
                name={t('points.title')}
                decimals={pointDecimals(member)}
                points={quote?.points}
                on={sale.points !== 'none'}
                label={t('points.use')}
                shortcut="F7"
                onPress={() => act.till({ type: 'points_toggled' })}
            />
            {purses.map(purse_id => {
                const purse = purseOf(member, purse_id);
                const name = words.local(purse.name);
                return (
                    <PurseRow
                        key={purse_id}
                        sale={sale}
                        words={words}
                        test_id="purse"
                        name={name}
                        decimals={purse.unit_decimals}
                        points={quoted.get(purse_id)}
                        on={sale.purses.includes(purse_id)}
                        label={t('points.use_purse', { name })}
                        onPress={() => act.till({ type: 'purse_toggled', purse_id })}
                    />
                );
            })}
        </>
    );
}
