import type { Complaint } from './complaint.ts';

/** Pain of knee and hip, also after an operation. */
export const LIMB_COMPLAINTS = {
  knee: {
    indication: 'knee',
    target: 'genicular',
    title: { en: 'Chronic knee pain in osteoarthritis', pl: 'Przewlekły ból kolana w chorobie zwyrodnieniowej' },
    nature: { en: 'Aching, stabbing on stairs', pl: 'Pobolewający, kłujący na schodach' },
    location: { en: 'Inner and front side of the knee', pl: 'Przyśrodkowa i przednia strona kolana' },
    region: 'knee-front',
    isOneSided: true,
    months: 30,
    treatment: {
      en: 'Exercises, weight reduction, pain killers, two injections',
      pl: 'Ćwiczenia, redukcja masy ciała, leki przeciwbólowe, dwie iniekcje',
    },
    findings: {
      en: 'Bending reduced, ligaments stable, no effusion',
      pl: 'Zgięcie ograniczone, więzadła stabilne, bez wysięku',
    },
    nerve: {
      en: 'Genicular nerves: superomedial, superolateral, inferomedial',
      pl: 'Nerwy kolanowe: górny przyśrodkowy, górny boczny, dolny przyśrodkowy',
    },
    movement: { en: 'Walking down three steps', pl: 'Zejście po trzech stopniach' },
    imaging: {
      en: 'Osteoarthritis of the knee, no necrosis, no tumour',
      pl: 'Zmiany zwyrodnieniowe kolana, bez martwicy, bez guza',
    },
    guidance: 'fluoroscopy',
    volume: 1,
    position: 'supine',
  },
  kneeReplaced: {
    indication: 'post-operative',
    target: 'genicular',
    title: {
      en: 'Knee pain that remained after a knee replacement',
      pl: 'Utrzymujący się ból po endoprotezoplastyce kolana',
    },
    nature: {
      en: 'Burning around the scar, aching under load',
      pl: 'Piekący wokół blizny, pobolewający przy obciążeniu',
    },
    location: { en: 'Front of the knee', pl: 'Przednia strona kolana' },
    region: 'knee-front',
    isOneSided: true,
    months: 15,
    treatment: {
      en: 'Rehabilitation for 8 months, pain killers; loosening and infection ruled out by the surgeon',
      pl: 'Rehabilitacja przez 8 miesięcy, leki przeciwbólowe; obluzowanie i zakażenie wykluczone przez operatora',
    },
    findings: {
      en: 'Implant stable, scar calm, tender along the inner side',
      pl: 'Implant stabilny, blizna spokojna, bolesność po stronie przyśrodkowej',
    },
    nerve: {
      en: 'Genicular nerves: superomedial, superolateral, inferomedial',
      pl: 'Nerwy kolanowe: górny przyśrodkowy, górny boczny, dolny przyśrodkowy',
    },
    movement: { en: 'Rising from a chair', pl: 'Wstawanie z krzesła' },
    imaging: { en: 'Implant well placed, no loosening', pl: 'Implant prawidłowo osadzony, bez obluzowania' },
    guidance: 'ultrasound',
    volume: 1,
    position: 'supine',
  },
  hip: {
    indication: 'hip',
    target: 'hip',
    title: { en: 'Chronic hip pain in osteoarthritis', pl: 'Przewlekły ból biodra w chorobie zwyrodnieniowej' },
    nature: { en: 'Deep, in the groin, worse when walking', pl: 'Głęboki, w pachwinie, nasila się przy chodzeniu' },
    location: { en: 'Groin, down to the knee', pl: 'Pachwina, promieniuje do kolana' },
    region: 'groin',
    isOneSided: true,
    months: 24,
    treatment: {
      en: 'Exercises, a cane, pain killers; surgery declined',
      pl: 'Ćwiczenia, laska, leki przeciwbólowe; bez zgody na operację',
    },
    findings: {
      en: 'Inner rotation reduced and painful, strength normal',
      pl: 'Rotacja wewnętrzna ograniczona i bolesna, siła prawidłowa',
    },
    nerve: {
      en: 'Articular branches of the femoral and obturator nerves',
      pl: 'Gałęzie stawowe nerwu udowego i zasłonowego',
    },
    movement: { en: 'Walking ten metres', pl: 'Przejście dziesięciu metrów' },
    imaging: { en: 'Osteoarthritis of the hip, no necrosis', pl: 'Zmiany zwyrodnieniowe biodra, bez martwicy' },
    guidance: 'ultrasound',
    volume: 2,
    position: 'supine',
    isDual: true,
  },
} as const satisfies Record<string, Complaint>;
