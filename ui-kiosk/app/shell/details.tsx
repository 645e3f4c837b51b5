// What stands behind the status strip, and what came back from HQ. A dialog: Esc closes it.
import { useEffect, useRef } from 'preact/hooks';
import type { Status } from '../../api/types';
import { Button } from '../design/parts';
import type { Words } from '../text/language';
import type { Act } from '../act';
import type { Desk } from './desk';

function Facts({ status, words }: { status: Status; words: Words }) {
    const { t } = words;
    const { last_contact } = status.link;
    const facts: [string, string][] = [
        [t('details.store'), status.device.store_id ?? ''],
        [t('details.device'), status.device.device_id ?? ''],
        [t('details.last_contact'), last_contact > 0 ? words.time(last_contact) : t('details.never')],
        [t('details.pending'), words.number(status.pending_operations)],
        [t('details.open_checkouts'), words.number(status.open_checkouts)],
        [t('details.version'), status.version],
    ];
    return (
        <dl class="facts">
            {facts.map(([name, value]) => (
                <div key={name}>
                    <dt>{name}</dt>
                    <dd>{value}</dd>
                </div>
            ))}
            <div>
                <dt>{t('details.scanners')}</dt>
                <dd>
                    {status.devices.length === 0 && t('details.none')}
                    {status.devices.map(device => (
                        <span key={device.name}>
                            {device.name}: {t(device.attached ? 'details.attached' : 'details.detached')} {device.detail}
                        </span>
                    ))}
                </dd>
            </div>
        </dl>
    );
}

function Conflicts({ status, words }: { status: Status; words: Words }) {
    const { t } = words;
    if (status.conflicts.length === 0) return null;
    return (
        <section data-testid="conflicts">
            <h3>{t('details.conflicts')}</h3>
            <p>{t('details.conflict_help')}</p>
            <ul>
                {status.conflicts.map(conflict => (
                    <li key={conflict.seq}>
                        {t('details.conflict', {
                            ticket: conflict.ticket?.ticket_id ?? conflict.seq,
                            at: words.time(conflict.at),
                            code: conflict.code,
                        })}
                    </li>
                ))}
            </ul>
        </section>
    );
}

function Keys({ words }: { words: Words }) {
    const { t } = words;
    const keys: [string, string][] = [
        ['F2', t('details.key_scan')],
        ['F4', t('returns.open')],
        ['F6', t('coupons.use_best')],
        ['F7', t('points.use')],
        ['F8', t('tender.label')],
        ['F9', t('pay.take_nothing')],
        ['Esc', t('pay.back')],
        ['3 *', t('details.key_times')],
        ['← →', t('details.key_quantity')],
        ['↑ ↓', t('details.key_line')],
    ];
    return (
        <section>
            <h3>{t('details.keys')}</h3>
            <dl class="facts">
                {keys.map(([key, what]) => (
                    <div key={key}>
                        <dt>
                            <kbd>{key}</kbd>
                        </dt>
                        <dd>{what}</dd>
                    </div>
                ))}
            </dl>
        </section>
    );
}

export function Details({ desk, words, act }: { desk: Desk; words: Words; act: Act }) {
    const { t } = words;
    const dialog = useRef<HTMLDialogElement>(null);
    useEffect(() => {
        if (desk.details_open) dialog.current?.showModal();
        else dialog.current?.close();
    }, [desk.details_open]);
    const { status } = desk;
    return (
        <dialog ref={dialog} class="details" aria-labelledby="details-title" onClose={() => act.details(false)}>
            <header>
                <h2 id="details-title">{t('details.title')}</h2>
                <Button shortcut="Esc" onPress={() => act.details(false)}>
                    {t('details.close')}
                </Button>
            </header>
            {desk.details_open && status && (
                <>
                    {status.link.state === 'down' && <p>{t('details.offline_help')}</p>}
                    <Conflicts status={status} words={words} />
                    <Facts status={status} words={words} />
                </>
            )}
            {desk.details_open && <Keys words={words} />}
        </dialog>
    );
}
