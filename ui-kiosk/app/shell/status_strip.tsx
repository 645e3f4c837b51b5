// One line on every screen: agent, link, age of data, what is still to be sent, scanner, conflicts. Its height never changes.
import type { IconName } from '../design/parts';
import { Icon } from '../design/parts';
import type { Words } from '../text/language';
import type { Act } from '../act';
import type { Desk } from './desk';
import { dataAge } from './desk';

type Tone = 'good' | 'warn' | 'bad' | 'plain';

interface ItemProps {
    id: string;
    tone: Tone;
    icon: IconName;
    text: string;
}

function Item({ id, tone, icon, text }: ItemProps) {
    return (
        <li class={`item ${tone}`} data-testid={`strip-${id}`} data-tone={tone} title={text}>
            <Icon name={icon} />
            <span>{text}</span>
        </li>
    );
}

const fresh_ms = 60_000;

function items(desk: Desk, words: Words): ItemProps[] {
    const { t } = words;
    const agent: ItemProps =
        desk.agent_up === null || (desk.agent_up && !desk.listening)
            ? { id: 'agent', tone: 'plain', icon: 'agent', text: t('strip.agent_waiting') }
            : desk.agent_up
              ? { id: 'agent', tone: 'good', icon: 'agent', text: t('strip.agent_up') }
              : { id: 'agent', tone: 'bad', icon: 'agent', text: t('strip.agent_down') };
    const { status } = desk;
    if (status === null) return [agent];
    const up = status.link.state === 'up' && desk.agent_up === true;
    const age = dataAge(desk);
    const gone = status.devices.filter(device => !device.attached).map(device => device.name);
    const scanner: ItemProps =
        status.devices.length === 0
            ? { id: 'scanner', tone: 'plain', icon: 'scanner', text: t('strip.scanner_none') }
            : gone.length === 0
              ? { id: 'scanner', tone: 'good', icon: 'scanner', text: t('strip.scanner') }
              : { id: 'scanner', tone: 'warn', icon: 'scanner', text: t('strip.scanner_gone', { names: gone.join(', ') }) };
    return [
        agent,
        up
            ? { id: 'link', tone: 'good', icon: 'link', text: t('strip.link_up') }
            : { id: 'link', tone: 'warn', icon: 'cut', text: t('strip.link_down') },
        age === null
            ? { id: 'age', tone: 'warn', icon: 'clock', text: t('strip.age_never') }
            : age < fresh_ms
              ? { id: 'age', tone: 'good', icon: 'clock', text: t('strip.age_fresh') }
              : { id: 'age', tone: 'warn', icon: 'clock', text: t('strip.age', { age: words.age(age) }) },
        status.pending_operations === 0
            ? { id: 'pending', tone: 'good', icon: 'send', text: t('strip.pending_none') }
            : { id: 'pending', tone: 'warn', icon: 'send', text: t('strip.pending', { n: status.pending_operations }) },
        scanner,
    ];
}

export function StatusStrip({ desk, words, act }: { desk: Desk; words: Words; act: Act }) {
    const { t } = words;
    const conflicts = desk.status?.conflicts.length ?? 0;
    return (
        <header class="strip">
            <strong class="brand">{t('app.name')}</strong>
            <ul aria-label={t('strip.label')} aria-live="polite">
                {items(desk, words).map(item => (
                    <Item key={item.id} {...item} />
                ))}
            </ul>
            <button type="button" class="more" onClick={() => act.details(true)} data-testid="details-open">
                {conflicts > 0 ? (
                    <span class="conflicts">
                        <Icon name="warning" /> {t('strip.conflicts', { n: conflicts })}
                    </span>
                ) : (
                    t('strip.details')
                )}
            </button>
            <button
                type="button"
                class="more"
                aria-label={t('language.switch')}
                onClick={() => act.speak(desk.language === 'en' ? 'zh-CN' : 'en')}
            >
                {t('language.other')}
            </button>
        </header>
    );
}
