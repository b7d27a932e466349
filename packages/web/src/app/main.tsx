import '../design/base.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { deviceStore } from '../device/device-store.ts';
import { keepForOffline } from '../device/offline.ts';
import { fhirServer } from '../server/fhir-server.ts';
import { serverClock } from '../server/server-clock.ts';
import { interfaceTexts } from '../texts/interface-texts.ts';
import { textsOf } from '../texts/translate.ts';
import { TranslationProvider } from '../texts/use-translation.tsx';
import { App } from './app.tsx';
import { beginEarly } from './begin-early.ts';
import { keepLanguage, startLanguage } from './language.ts';

beginEarly();
const language = startLanguage();
keepLanguage(language);
const clock = serverClock({ now: () => Date.now(), monotonic: () => performance.now() });
const root = document.getElementById('root');
if (!root) throw new Error('The page has no #root');

createRoot(root).render(
  <StrictMode>
    <TranslationProvider texts={textsOf(interfaceTexts)} start={language}>
      <App server={fhirServer(clock)} clock={clock} store={deviceStore()} />
    </TranslationProvider>
  </StrictMode>,
);
keepForOffline();
import('./accompany.ts').then(({ accompany }) => accompany());
