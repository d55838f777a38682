-- The story of an order, a trade or a cycle is looked up by these.
CREATE INDEX clearances_trade ON clearances (trade_id);
CREATE INDEX decisions_cycle ON decisions (cycle);
CREATE INDEX orders_intent ON orders (intent_id);
CREATE INDEX fills_order ON fills (client_order_id);
