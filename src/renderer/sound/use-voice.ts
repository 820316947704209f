import { useEffect, useSyncExternalStore } from 'react';
import type { Language } from '../../shared/contract/ipc.ts';
import { LANGUAGE_TRAITS } from '../text/languages.ts';

const synthesis = (): SpeechSynthesis | null => ('speechSynthesis' in window ? window.speechSynthesis : null);

function subscribe(listener: () => void): () => void {
  const speech = synthesis();
  speech?.addEventListener('voiceschanged', listener);
  return () => speech?.removeEventListener('voiceschanged', listener);
}

/** A voice of this machine that speaks `language`; `null` if it has none. */
export function useVoice(language: Language): SpeechSynthesisVoice | null {
  const find = () =>
    synthesis()
      ?.getVoices()
      .find((voice) => voice.lang.slice(0, 2).toLowerCase() === language) ?? null;
  return useSyncExternalStore(subscribe, find);
}

/** Speaks `words` whenever they change, while `listening`. */
export function useSpeech(listening: boolean, words: string, language: Language): void {
  const voice = useVoice(language);
  useEffect(() => {
    const speech = synthesis();
    if (speech === null || voice === null || !listening) return undefined;
    const said = new SpeechSynthesisUtterance(words.replaceAll(/[\u2068\u2069]/g, ''));
    said.voice = voice;
    said.lang = LANGUAGE_TRAITS[language].tag;
    speech.speak(said);
    return () => speech.cancel();
  }, [listening, words, language, voice]);
}
