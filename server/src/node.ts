import './node/startFast.ts';
import { serve } from './node/serve.ts';

serve();
