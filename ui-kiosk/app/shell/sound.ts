// A low tone where something was not taken: a cashier looks at the goods, not at the screen.
import type { Store } from '../till/store';
import type { Till, TillEvent } from '../till/till';

const tone_hz = 220;
const tone_s = 0.25;
const loudness = 0.2;

export function soundErrors(till: Store<Till, TillEvent>): void {
    // Browsers let a page sound only after a person has touched it.
    let audio: AudioContext | null = null;
    const allow = () => {
        audio ??= new AudioContext();
    };
    document.addEventListener('pointerdown', allow, { once: true });
    document.addEventListener('keydown', allow, { once: true });

    let heard = till.get().notice?.number ?? 0;
    till.subscribe(() => {
        const { notice } = till.get();
        if (notice === null || notice.number === heard) return;
        heard = notice.number;
        if (notice.tone !== 'error' || audio === null) return;
        const tone = audio.createOscillator();
        const volume = audio.createGain();
        tone.frequency.value = tone_hz;
        volume.gain.value = loudness;
        tone.connect(volume).connect(audio.destination);
        tone.start();
        tone.stop(audio.currentTime + tone_s);
    });
}
