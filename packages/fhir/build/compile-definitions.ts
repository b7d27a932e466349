import { writeSchema } from './compile-schema.ts';
import { writeSearch } from './compile-search.ts';

/** `npm run schema`: compiles the published definitions into the committed files under src/definitions. */
writeSchema();
writeSearch();
