import '../design/base.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { keepLanguage, startLanguage } from '../app/language.ts';
import { galleryTexts } from '../texts/gallery-texts.ts';
import { interfaceTexts } from '../texts/interface-texts.ts';
import { textsOf } from '../texts/translate.ts';
import { TranslationProvider } from '../texts/use-translation.tsx';
import { GalleryPage } from './gallery-page.tsx';

const language = startLanguage();
keepLanguage(language);
const texts = textsOf(interfaceTexts);
texts.add(galleryTexts);
const root = document.getElementById('root');
if (!root) throw new Error('The page has no #root');

createRoot(root).render(
  <StrictMode>
    <TranslationProvider texts={texts} start={language}>
      <GalleryPage />
    </TranslationProvider>
  </StrictMode>,
);
