CREATE PROCEDURE dbo.PickQuotes
AS
BEGIN
    SET NOCOUNT ON;
    DECLARE @no int, @price decimal(9,2);

    DELETE FROM dbo.PickedQuote;

    DECLARE q SCROLL CURSOR FOR SELECT QuoteNo, Price FROM dbo.Quote ORDER BY Price DESC, QuoteNo;
    OPEN q;

    FETCH LAST FROM q INTO @no, @price;
    IF @@FETCH_STATUS = 0 INSERT INTO dbo.PickedQuote VALUES ('last', @no, @price);

    FETCH FIRST FROM q INTO @no, @price;
    IF @@FETCH_STATUS = 0 INSERT INTO dbo.PickedQuote VALUES ('first', @no, @price);

    FETCH ABSOLUTE 3 FROM q INTO @no, @price;
    IF @@FETCH_STATUS = 0
    BEGIN
        INSERT INTO dbo.PickedQuote VALUES ('third', @no, @price);

        FETCH RELATIVE 1 FROM q INTO @no, @price;
        IF @@FETCH_STATUS = 0 INSERT INTO dbo.PickedQuote VALUES ('fourth', @no, @price);

        FETCH PRIOR FROM q INTO @no, @price;
        IF @@FETCH_STATUS = 0 INSERT INTO dbo.PickedQuote VALUES ('back', @no, @price);
    END

    FETCH ABSOLUTE -2 FROM q INTO @no, @price;
    IF @@FETCH_STATUS = 0 INSERT INTO dbo.PickedQuote VALUES ('but one', @no, @price);

    CLOSE q;
    DEALLOCATE q;
END
GO
