CREATE SCHEMA hotel
GO
CREATE SCHEMA rpt
GO
CREATE TABLE hotel.Booking (BookingNo int NOT NULL, Room varchar(4) NULL, Wk int NOT NULL, DayCode varchar(3) NULL, Guests int NULL)
GO
CREATE TABLE rpt.RoomWeek (Room varchar(4) NULL, Wk int NOT NULL, Mon int NULL, Tue int NULL, Wed int NULL)
GO
CREATE TABLE rpt.RoomLong (Room varchar(4) NULL, Wk int NOT NULL, DayName varchar(10) NOT NULL, Guests int NOT NULL)
