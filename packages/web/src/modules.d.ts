declare module 'virtual:protocol' {
  import type { Protocol } from '@cryopath/pathway';

  const protocol: Protocol;
  export default protocol;
}
