CREATE PROCEDURE app.usp_RegisterUsers
AS
BEGIN
    SET NOCOUNT ON;

    -- theme of the feed, NULL stays NULL
    INSERT INTO app.AppUser (Login_, Theme)
    SELECT s.Login_, s.Theme
    FROM   app.Signup s
    WHERE  s.Login_ NOT IN (SELECT u.Login_ FROM app.AppUser u);

    -- the operator is always there
    IF NOT EXISTS (SELECT 1 FROM app.AppUser WHERE Login_ = 'operator')
        INSERT INTO app.AppUser (Login_, Theme, Credits, Level_, IsTrial)
        VALUES ('operator', DEFAULT, DEFAULT, NULL, 0);

    UPDATE u
    SET    Credits = u.Credits - 4
    FROM   app.AppUser u
    INNER JOIN app.Signup s ON s.Login_ = u.Login_;

    UPDATE app.AppUser
    SET    Theme = DEFAULT, Credits = DEFAULT
    WHERE  Login_ IN (SELECT Login_ FROM app.Signup WHERE Reset_ = 1);
END
GO
