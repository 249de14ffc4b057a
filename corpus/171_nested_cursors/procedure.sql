CREATE PROCEDURE dbo.BuildSeating
AS
BEGIN
    SET NOCOUNT ON;
    DECLARE @table int, @grp varchar(5), @places int, @name varchar(10), @seat int = 0, @used int;

    DELETE dbo.Seat;

    DECLARE t CURSOR FAST_FORWARD FOR SELECT TableNo, Grp, Places FROM dbo.TableDef WHERE Places > 0 ORDER BY TableNo;
    OPEN t;
    FETCH NEXT FROM t INTO @table, @grp, @places;
    WHILE @@FETCH_STATUS = 0
    BEGIN
        SET @used = 0;

        DECLARE g CURSOR LOCAL STATIC FOR
            SELECT Name FROM dbo.Guest
            WHERE  Grp = @grp AND Name NOT IN (SELECT Name FROM dbo.Seat)
            ORDER BY Name;
        OPEN g;
        FETCH NEXT FROM g INTO @name;
        WHILE @@FETCH_STATUS = 0 AND @used < @places
        BEGIN
            SELECT @seat = @seat + 1, @used = @used + 1;
            INSERT dbo.Seat (SeatNo, TableNo, Name) VALUES (@seat, @table, @name);
            FETCH NEXT FROM g INTO @name;
        END;
        CLOSE g;
        DEALLOCATE g;

        FETCH NEXT FROM t INTO @table, @grp, @places;
    END;
    CLOSE t;
    DEALLOCATE t;
END
GO
