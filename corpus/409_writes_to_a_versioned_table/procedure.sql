CREATE PROCEDURE dw.SetPrice AS
UPDATE p SET Price = s.Price FROM dw.Price p JOIN stg.Price s ON s.Item = p.Item;
