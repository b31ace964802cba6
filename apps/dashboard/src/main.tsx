import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import './styles/tokens.css';
import './styles/base.css';
import './styles/layout.css';
import './styles/status-bar.css';
import './styles/figures.css';
import './styles/sales-line.css';
import './styles/bars.css';
import './styles/ticker.css';
import './styles/stock.css';
import './styles/map.css';
import './styles/flow.css';
import './styles/funnel.css';
import './styles/presets.css';
import './styles/token-form.css';
import { App } from './app.js';

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
