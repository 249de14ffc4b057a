CREATE PROCEDURE dw.CheckNull AS
BEGIN TRY
    IF EXISTS (SELECT 1 FROM stg.Amount WHERE Amount IS NULL)
        THROW 50001, N'an amount is missing', 1;
END TRY
BEGIN CATCH
    INSERT INTO dw.ErrorLog (Message, Line, Module) VALUES (ERROR_MESSAGE(), ERROR_LINE(), ERROR_PROCEDURE());
END CATCH
GO

-- checks what was loaded
CREATE PROCEDURE dw.[Check]
AS
BEGIN
    EXEC dw.CheckNull;
    BEGIN TRY
        IF EXISTS (SELECT 1 FROM stg.Amount WHERE Amount < 0)
            RAISERROR ('below zero',
                       16, 1);
        IF NOT EXISTS (SELECT 1 FROM stg.Amount)
        BEGIN
            ;THROW 50002, 'nothing there', 1
        END
    END TRY
    BEGIN CATCH
        INSERT INTO dw.ErrorLog (Message, Line, Module) SELECT ERROR_MESSAGE(), ERROR_LINE(), ERROR_PROCEDURE();
    END CATCH
END
