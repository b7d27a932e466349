import '../design/base.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { I18nextProvider } from 'react-i18next';
import { deviceStore } from '../device/device-store.ts';
import { keepForOffline } from '../device/offline.ts';
import { fhirServer } from '../server/fhir-server.ts';
import { serverClock } from '../server/server-clock.ts';
import { App } from './app.tsx';
import { createTexts, keepLanguage, startLanguage } from './language.ts';

const language = startLanguage();
keepLanguage(language);
const clock = serverClock({ now: () => Date.now(), monotonic: () => performance.now() });
const root = document.getElementById('root');
if (!root) throw new Error('The page has no #root');

createRoot(root).render(
  <StrictMode>
    <I18nextProvider i18n={createTexts(language)}>
      <App server={fhirServer(clock)} clock={clock} store={deviceStore()} />
    </I18nextProvider>
  </StrictMode>,
);
keepForOffline();
