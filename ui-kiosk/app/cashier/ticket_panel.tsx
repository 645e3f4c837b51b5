// The last sales of this till, to choose from by finger; others are scanned or typed.
import type { TicketKey } from '../../api/types';
import type { Act } from '../act';
import type { TicketSummary } from '../returns/returning';
import { sameKey } from '../returns/returning';
import type { Words } from '../text/language';

const shown_most = 50;

interface Props {
    tickets: TicketSummary[] | null;
    wanted: TicketKey | null;
    words: Words;
    act: Act;
}

export function TicketPanel({ tickets, wanted, words, act }: Props) {
    const { t } = words;
    return (
        <section class="panel basket" aria-label={t('returns.recent')}>
            <header>
                <h2>{t('returns.recent')}</h2>
                {wanted !== null && <span class="pieces">{t('returns.asking', { ticket: wanted.ticket_id })}</span>}
            </header>
            {tickets?.length === 0 && <p class="hint empty">{t('returns.no_tickets')}</p>}
            {tickets !== null && tickets.length > 0 && (
                <ul class="lines" tabIndex={0} aria-label={t('returns.recent')}>
                    {tickets.slice(0, shown_most).map(({ key, at, due }) => (
                        <li key={Object.values(key).join('/')}>
                            <button
                                type="button"
                                class="ticket"
                                data-testid="ticket-row"
                                aria-pressed={wanted !== null && sameKey(wanted, key)}
                                onClick={() => act.returning({ type: 'picked', ticket: key })}
                            >
                                <span class="name">{key.ticket_id}</span>
                                <span class="each">{words.time(at)}</span>
                                <strong class="amount">{words.money(due)}</strong>
                            </button>
                        </li>
                    ))}
                </ul>
            )}
        </section>
    );
}
