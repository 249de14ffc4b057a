CREATE PROCEDURE dw.LoadSupplier @LoadDay date
AS
BEGIN
    SET NOCOUNT ON;
    DECLARE @d date = ISNULL((SELECT MAX(Day_) FROM dw.LoadDay), @LoadDay);

    INSERT INTO dw.Supplier (Code, City, Rating, ValidFrom, ValidTo, IsCurrent)
    SELECT m.Code, m.City, m.Rating, @d, NULL, 1
    FROM (
        MERGE dw.Supplier AS t
        USING dw.SupplierIn AS s
           ON t.Code = s.Code AND t.IsCurrent = 1
        WHEN MATCHED AND EXISTS (SELECT t.City, t.Rating EXCEPT SELECT s.City, s.Rating) THEN
            UPDATE SET ValidTo = @d, IsCurrent = 0
        WHEN NOT MATCHED THEN
            INSERT (Code, City, Rating, ValidFrom, ValidTo, IsCurrent)
            VALUES (s.Code, s.City, s.Rating, @d, NULL, 1)
        OUTPUT $action AS Act, s.Code, s.City, s.Rating
    ) AS m
    WHERE m.Act = 'UPDATE';
END
GO
