import '../design/base.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { I18nextProvider } from 'react-i18next';
import { addTexts, createTexts, keepLanguage, startLanguage } from '../app/language.ts';
import { galleryTexts } from '../texts/gallery-texts.ts';
import { GalleryPage } from './gallery-page.tsx';

const language = startLanguage();
keepLanguage(language);
const texts = createTexts(language);
addTexts(texts, galleryTexts);
const root = document.getElementById('root');
if (!root) throw new Error('The page has no #root');

createRoot(root).render(
  <StrictMode>
    <I18nextProvider i18n={texts}>
      <GalleryPage />
    </I18nextProvider>
  </StrictMode>,
);
