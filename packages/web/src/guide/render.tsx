import type { Language } from '@cryopath/fhir';
import type { Protocol } from '@cryopath/pathway';
import { renderToStaticMarkup } from 'react-dom/server';
import { Chooser } from './chooser.tsx';
import { GuidePage } from './guide-page.tsx';

export const renderGuide = (protocol: Protocol, language: Language): string =>
  renderToStaticMarkup(<GuidePage protocol={protocol} language={language} />);

export const renderChooser = (): string => renderToStaticMarkup(<Chooser />);
