CREATE TABLE dbo.ItemIn (Sku varchar(5) NOT NULL PRIMARY KEY, Price int NULL)
GO
CREATE TABLE dbo.Item (Sku varchar(5) NOT NULL PRIMARY KEY, Price int NULL, Note varchar(10) NULL, Version int NOT NULL DEFAULT 1)
GO
CREATE TABLE dbo.ItemLog (Op char(1) NOT NULL, Sku varchar(5) NULL, OldPrice int NULL, NewPrice int NULL)
GO
CREATE TRIGGER dbo.trg_Item ON dbo.Item AFTER INSERT, UPDATE, DELETE
AS
BEGIN
    SET NOCOUNT ON;
    -- deleted rows have no inserted side
    INSERT INTO dbo.ItemLog (Op, Sku, OldPrice, NewPrice)
    SELECT CASE WHEN d.Sku IS NULL THEN 'I' WHEN i.Sku IS NULL THEN 'D' ELSE 'U' END, COALESCE(i.Sku, d.Sku), d.Price, i.Price
    FROM   inserted AS i
    FULL OUTER JOIN deleted AS d ON d.Sku = i.Sku;

    IF UPDATE(Price) AND EXISTS (SELECT 1 FROM deleted)
        UPDATE t SET Version = t.Version + 1 FROM dbo.Item AS t JOIN inserted AS i ON i.Sku = t.Sku;
END
