using System.Collections.Immutable;
using System.Data;
using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using RealtimeEmotion.Engine;
using RealtimeEmotion.Engine.Emotions;

namespace RealtimeEmotion.Service.History;

/// <summary>
/// The history in SQLite: streams, their runs, every event, and a sum of each minute, so that a month can be drawn
/// without reading each second of it.
/// </summary>
/// <remarks>
/// Thread-safe. One connection writes, behind a lock; each reader has its own, and sees a consistent state while the
/// writer goes on (write-ahead log). A commit is on disk when it returns (<c>synchronous=FULL</c>): neither kill -9 nor
/// a power failure takes what has an id.
/// </remarks>
internal sealed class HistoryStore : IDisposable
{
    internal const string FileName = "history.db";

    private const int Version = 1;
    private const string LockName = "service.lock";
    private const long MinuteMilliseconds = 60_000;
    private const int ChunkRows = 2000;

    private const string Schema = """
        CREATE TABLE stream(
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL UNIQUE COLLATE NOCASE,
            source TEXT NOT NULL,
            model TEXT NOT NULL,
            genre TEXT,
            hop REAL NOT NULL,
            half_life REAL NOT NULL,
            wanted INTEGER NOT NULL,
            created INTEGER NOT NULL);
        CREATE TABLE run(
            id INTEGER PRIMARY KEY,
            stream INTEGER NOT NULL REFERENCES stream(id) ON DELETE CASCADE,
            started INTEGER NOT NULL,
            model TEXT NOT NULL,
            labels TEXT NOT NULL,
            offset REAL NOT NULL);
        CREATE INDEX run_stream ON run(stream);
        CREATE TABLE event(
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            stream INTEGER NOT NULL REFERENCES stream(id) ON DELETE CASCADE,
            run INTEGER NOT NULL REFERENCES run(id) ON DELETE CASCADE,
            time INTEGER NOT NULL,
            seconds REAL NOT NULL,
            position INTEGER NOT NULL,
            rate INTEGER NOT NULL,
            kind TEXT NOT NULL,
            length INTEGER, top INTEGER, valence REAL, arousal REAL, confidence REAL, flags INTEGER, level REAL,
            probabilities BLOB,
            detail TEXT,
            gap REAL);
        CREATE INDEX event_stream_time ON event(stream, time);
        CREATE INDEX event_run ON event(run);
        CREATE TABLE minute(
            stream INTEGER NOT NULL REFERENCES stream(id) ON DELETE CASCADE,
            run INTEGER NOT NULL REFERENCES run(id) ON DELETE CASCADE,
            minute INTEGER NOT NULL,
            count INTEGER NOT NULL,
            voiced INTEGER NOT NULL,
            valence REAL NOT NULL, arousal REAL NOT NULL, level REAL,
            probabilities BLOB NOT NULL,
            PRIMARY KEY(stream, minute, run)) WITHOUT ROWID;
        CREATE INDEX minute_run ON minute(run);
        """;

    private const string EventColumns = "e.id, e.run, e.time, e.seconds, e.position, e.rate, e.kind, e.length, e.top, e.valence, e.arousal, e.confidence, e.flags, e.level, e.probabilities, e.detail, e.gap";

    private readonly Lock _gate = new();
    private readonly string _path;
    private readonly FileStream _lock;
    private readonly SqliteConnection _writer;
    private readonly string _readerString;
    private readonly Dictionary<long, RunRecord> _runs = [];
    private bool _disposed;

    private HistoryStore(string path, FileStream lockFile)
    {
        _path = path;
        _lock = lockFile;
        _writer = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, ForeignKeys = true }.ConnectionString);
        _readerString = new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = true }.ConnectionString;
    }

    /// <summary>Opens the history in a folder, or makes one there.</summary>
    /// <exception cref="InputException">The folder cannot be written, another service uses it, or what lies there is no
    /// history of this version.</exception>
    internal static HistoryStore Open(string folder)
    {
        FileStream lockFile = TakeLock(folder);
        var store = new HistoryStore(Path.Combine(folder, FileName), lockFile);
        try
        {
            store.Prepare();
            return store;
        }
        catch (SqliteException e)
        {
            store.Dispose();
            throw new InputException(store._path, $"the history cannot be opened ({e.Message.TrimEnd('.')})", "move the file away, and a new one is made", e);
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    /// <summary>The id of the newest event ever stored; 0 before the first.</summary>
    internal long NewestId()
    {
        using SqliteConnection reader = Reader();
        using SqliteCommand command = Command(reader, "SELECT COALESCE((SELECT seq FROM sqlite_sequence WHERE name = 'event'), 0)");
        return (long)command.ExecuteScalar()!;
    }

    /// <summary>Whether the database answers.</summary>
    /// <exception cref="SqliteException">It does not.</exception>
    internal void Check()
    {
        using SqliteConnection reader = Reader();
        using SqliteCommand command = Command(reader, "SELECT 1 FROM stream LIMIT 1");
        command.ExecuteScalar();
    }

    /// <summary>Bytes of the database in use, without what deleted rows left free.</summary>
    internal long UsedBytes()
    {
        using SqliteConnection reader = Reader();
        return UsedBytes(reader);
    }

    /// <summary>All streams, by name.</summary>
    internal IReadOnlyList<StreamRecord> Streams()
    {
        using SqliteConnection reader = Reader();
        using SqliteCommand command = Command(reader, "SELECT id, name, source, model, genre, hop, half_life, wanted, created FROM stream ORDER BY name COLLATE NOCASE");
        using SqliteDataReader rows = command.ExecuteReader();
        var streams = new List<StreamRecord>();
        while (rows.Read())
        {
            streams.Add(new StreamRecord(
                rows.GetInt64(0), rows.GetString(1), rows.GetString(2), rows.GetString(3), rows.IsDBNull(4) ? null : rows.GetString(4),
                rows.GetDouble(5), rows.GetDouble(6), rows.GetBoolean(7), Moment(rows.GetInt64(8))));
        }

        return streams;
    }

    /// <summary>Keeps what a stream is to be; a stream of that name keeps its history and its row.</summary>
    /// <returns>The stream with its row.</returns>
    internal StreamRecord Save(StreamRecord stream)
    {
        lock (_gate)
        {
            using SqliteCommand command = Command(
                _writer,
                """
                INSERT INTO stream(name, source, model, genre, hop, half_life, wanted, created) VALUES($name, $source, $model, $genre, $hop, $halfLife, $wanted, $created)
                ON CONFLICT(name) DO UPDATE SET source = $source, model = $model, genre = $genre, hop = $hop, half_life = $halfLife, wanted = $wanted
                RETURNING id, name, created
                """,
                ("$name", stream.Name), ("$source", stream.Source), ("$model", stream.Model), ("$genre", stream.Genre), ("$hop", stream.HopSeconds),
                ("$halfLife", stream.HalfLifeSeconds), ("$wanted", stream.Wanted), ("$created", stream.Created.ToUnixTimeMilliseconds()));
            using SqliteDataReader row = command.ExecuteReader();
            row.Read();
            return stream with { Id = row.GetInt64(0), Name = row.GetString(1), Created = Moment(row.GetInt64(2)) };
        }
    }

    /// <summary>Says whether a stream should run after a restart.</summary>
    internal void SetWanted(long streamId, bool wanted) => Execute("UPDATE stream SET wanted = $wanted WHERE id = $id", ("$wanted", wanted), ("$id", streamId));

    /// <summary>Deletes a stream with all its history.</summary>
    internal void Delete(long streamId)
    {
        Execute("DELETE FROM stream WHERE id = $id", ("$id", streamId));
        lock (_gate)
        {
            foreach (long run in _runs.Values.Where(r => r.StreamId == streamId).Select(r => r.Id).ToList())
            {
                _runs.Remove(run);
            }
        }
    }

    /// <summary>Begins a run.</summary>
    /// <param name="stream">Whose.</param>
    /// <param name="started">When.</param>
    /// <param name="labels">The model's labels.</param>
    internal RunRecord Begin(StreamRecord stream, DateTimeOffset started, ImmutableArray<string> labels)
    {
        double offset = Math.Max(0, (started - stream.Created).TotalSeconds);
        lock (_gate)
        {
            using SqliteCommand command = Command(
                _writer,
                "INSERT INTO run(stream, started, model, labels, offset) VALUES($stream, $started, $model, $labels, $offset) RETURNING id",
                ("$stream", stream.Id), ("$started", started.ToUnixTimeMilliseconds()), ("$model", stream.Model), ("$labels", JsonSerializer.Serialize(labels)), ("$offset", offset));
            var run = new RunRecord((long)command.ExecuteScalar()!, stream.Id, stream.Name, started, stream.Model, labels, offset);
            _runs[run.Id] = run;
            return run;
        }
    }

    /// <summary>Stores events, all or none, and gives them their ids.</summary>
    internal IReadOnlyList<HistoryEvent> Append(IReadOnlyList<HistoryEvent> events)
    {
        lock (_gate)
        {
            using SqliteTransaction transaction = _writer.BeginTransaction();
            using SqliteCommand insert = Command(
                _writer,
                """
                INSERT INTO event(stream, run, time, seconds, position, rate, kind, length, top, valence, arousal, confidence, flags, level, probabilities, detail, gap)
                SELECT $stream, id, $time, $seconds, $position, $rate, $kind, $length, $top, $valence, $arousal, $confidence, $flags, $level, $probabilities, $detail, $gap
                FROM run WHERE id = $run
                RETURNING id
                """);
            var stored = new List<HistoryEvent>(events.Count);
            foreach (HistoryEvent e in events)
            {
                Bind(insert, e);
                // The run is gone where its stream was deleted a moment ago: nobody wants this event any more.
                if (insert.ExecuteScalar() is long id)
                {
                    stored.Add(e with { Id = id });
                }
            }

            foreach (IGrouping<(RunRecord Run, long Minute), HistoryEvent> group in stored.Where(e => e.Estimate is not null).GroupBy(e => (e.Run, e.Time.ToUnixTimeMilliseconds() / MinuteMilliseconds)))
            {
                AddToMinute(group.Key.Run, group.Key.Minute, group);
            }

            transaction.Commit();
            return stored;
        }
    }

    /// <summary>Events with ids above <paramref name="afterId"/>, oldest first.</summary>
    /// <param name="afterId">Exclusive.</param>
    /// <param name="upToId">Inclusive.</param>
    /// <param name="streamId">One stream's, or null for all.</param>
    /// <param name="limit">The most to give.</param>
    internal IReadOnlyList<HistoryEvent> After(long afterId, long upToId, long? streamId, int limit)
    {
        using SqliteConnection reader = Reader();
        using SqliteCommand command = Command(
            reader,
            $"SELECT {EventColumns} FROM event e WHERE e.id > $after AND e.id <= $upTo AND ($stream IS NULL OR e.stream = $stream) ORDER BY e.id LIMIT $limit",
            ("$after", afterId), ("$upTo", upToId), ("$stream", streamId), ("$limit", limit));
        return Read(reader, command);
    }

    /// <summary>
    /// One stream's events in a stretch of time, oldest first. Read in portions, each from a state of its own, so that a
    /// slow reader holds nothing up; what is stored while it reads is left out.
    /// </summary>
    internal IEnumerable<HistoryEvent> Range(long streamId, DateTimeOffset from, DateTimeOffset to)
    {
        long newest = NewestId();
        long afterTime = from.ToUnixTimeMilliseconds();
        long afterId = 0;
        while (true)
        {
            List<HistoryEvent> portion;
            using (SqliteConnection reader = Reader())
            using (SqliteCommand command = Command(
                reader,
                $"SELECT {EventColumns} FROM event e WHERE e.stream = $stream AND (e.time, e.id) > ($time, $id) AND e.time < $to AND e.id <= $newest ORDER BY e.time, e.id LIMIT {ChunkRows}",
                ("$stream", streamId), ("$time", afterTime), ("$id", afterId), ("$to", to.ToUnixTimeMilliseconds()), ("$newest", newest)))
            {
                portion = Read(reader, command);
            }

            foreach (HistoryEvent e in portion)
            {
                yield return e;
            }

            if (portion.Count < ChunkRows)
            {
                yield break;
            }

            afterTime = portion[^1].Time.ToUnixTimeMilliseconds();
            afterId = portion[^1].Id;
        }
    }

    /// <summary>When a stream's history begins and ends.</summary>
    /// <returns>Null for a stream without any.</returns>
    internal (DateTimeOffset First, DateTimeOffset Last)? Extent(long streamId)
    {
        using SqliteConnection reader = Reader();
        using SqliteCommand command = Command(
            reader,
            "SELECT (SELECT time FROM event WHERE stream = $stream ORDER BY time LIMIT 1), (SELECT time FROM event WHERE stream = $stream ORDER BY time DESC LIMIT 1)",
            ("$stream", streamId));
        using SqliteDataReader row = command.ExecuteReader();
        row.Read();
        return row.IsDBNull(0) ? null : (Moment(row.GetInt64(0)), Moment(row.GetInt64(1)));
    }

    /// <summary>Labels of all models that listened to a stream, in the order in which they first did.</summary>
    internal IReadOnlyList<string> Labels(long streamId)
    {
        using SqliteConnection reader = Reader();
        using SqliteCommand command = Command(reader, "SELECT labels FROM run WHERE stream = $stream ORDER BY id", ("$stream", streamId));
        using SqliteDataReader rows = command.ExecuteReader();
        var labels = new List<string>();
        while (rows.Read())
        {
            labels.AddRange(JsonSerializer.Deserialize<ImmutableArray<string>>(rows.GetString(0)).Where(label => !labels.Contains(label)));
        }

        return labels;
    }

    /// <summary>One stream's history, drawn together to at most <paramref name="points"/> steps.</summary>
    /// <param name="stream">Whose.</param>
    /// <param name="from">Beginning, inclusive.</param>
    /// <param name="to">End, exclusive.</param>
    /// <param name="points">The most steps.</param>
    internal HistorySeries Series(StreamRecord stream, DateTimeOffset from, DateTimeOffset to, int points)
    {
        long first = from.ToUnixTimeMilliseconds();
        long last = Math.Max(first + 1, to.ToUnixTimeMilliseconds());
        long step = Math.Max(1, (last - first + points - 1) / points);
        bool byMinute = step >= MinuteMilliseconds;
        if (byMinute)
        {
            step = (step + MinuteMilliseconds - 1) / MinuteMilliseconds * MinuteMilliseconds;
        }

        var series = new HistorySeries(stream.Name, first, last, step, byMinute);
        using SqliteConnection reader = Reader();
        using SqliteCommand command = byMinute
            ? Command(
                reader,
                $"SELECT run, minute * {MinuteMilliseconds}, count, voiced, valence, arousal, level, probabilities FROM minute WHERE stream = $stream AND minute >= $from AND minute < $to ORDER BY minute, run",
                ("$stream", stream.Id), ("$from", first / MinuteMilliseconds), ("$to", (last + MinuteMilliseconds - 1) / MinuteMilliseconds))
            : Command(
                reader,
                "SELECT run, time, 1, CASE WHEN top >= 0 THEN 1 ELSE 0 END, valence, arousal, level, probabilities FROM event WHERE stream = $stream AND time >= $from AND time < $to AND probabilities IS NOT NULL ORDER BY time, id",
                ("$stream", stream.Id), ("$from", first), ("$to", last));
        using SqliteDataReader rows = command.ExecuteReader();
        while (rows.Read())
        {
            RunRecord run = Run(rows.GetInt64(0));
            byte[] blob = (byte[])rows[7];
            series.Add(
                run, rows.GetInt64(1), rows.GetInt32(2), rows.GetInt32(3), rows.GetDouble(4), rows.GetDouble(5),
                rows.IsDBNull(6) ? null : rows.GetDouble(6), byMinute ? MemoryMarshal.Cast<byte, double>(blob) : Widened(blob));
        }

        return series;
    }

    /// <summary>What happened in a stretch of time besides estimates, the newest <paramref name="limit"/>, oldest first.</summary>
    internal IReadOnlyList<HistoryEvent> Marks(long streamId, DateTimeOffset from, DateTimeOffset to, int limit)
    {
        using SqliteConnection reader = Reader();
        using SqliteCommand command = Command(
            reader,
            $"SELECT {EventColumns} FROM event e WHERE e.stream = $stream AND e.time >= $from AND e.time < $to AND e.probabilities IS NULL ORDER BY e.time DESC, e.id DESC LIMIT $limit",
            ("$stream", streamId), ("$from", from.ToUnixTimeMilliseconds()), ("$to", to.ToUnixTimeMilliseconds()), ("$limit", limit));
        List<HistoryEvent> marks = Read(reader, command);
        marks.Reverse();
        return marks;
    }

    /// <summary>Deletes what is too old, and the oldest of what is too much; gives the room back to the disk.</summary>
    /// <returns>How many events went.</returns>
    internal long Retain(RetentionPolicy policy, DateTimeOffset now)
    {
        long oldest = (now - policy.Age).ToUnixTimeMilliseconds();
        long deleted = DeleteOldest("time < $bound", oldest, oldest);
        while (UsedBytes() > policy.Bytes && OldestPortion() is { } portion)
        {
            deleted += DeleteOldest("id <= $bound", portion.Id, portion.Time);
            GiveBack();
        }

        if (deleted > 0)
        {
            GiveBack();
        }

        return deleted;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
            _writer.Dispose();
            using (var reader = new SqliteConnection(_readerString))
            {
                SqliteConnection.ClearPool(reader);
            }

            _lock.Dispose();
        }
    }

    private static FileStream TakeLock(string folder)
    {
        try
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(folder);
            }
            else
            {
                // Addresses may hold passwords, and what somebody listens to is nobody else's business.
                Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }

            return new FileStream(Path.Combine(folder, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new InputException(folder, "the history's folder cannot be written", "name another with --data", e);
        }
        catch (IOException e)
        {
            bool taken = File.Exists(Path.Combine(folder, LockName));
            throw new InputException(
                folder,
                taken ? "another 'emotion serve' uses this folder" : $"the history's folder cannot be made ({e.Message.TrimEnd('.')})",
                taken ? "stop it, or name another folder with --data" : "name another with --data",
                e);
        }
    }

    private static long UsedBytes(SqliteConnection connection)
    {
        using SqliteCommand command = Command(connection, "SELECT (page_count - freelist_count) * page_size FROM pragma_page_count, pragma_freelist_count, pragma_page_size");
        return (long)command.ExecuteScalar()!;
    }

    private static SqliteCommand Command(SqliteConnection connection, string text, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        SqliteCommand command = connection.CreateCommand();
        command.CommandText = text;
        foreach ((string name, object? value) in values)
        {
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        }

        return command;
    }

    private static DateTimeOffset Moment(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);

    private static double[] Widened(byte[] blob)
    {
        ReadOnlySpan<float> narrow = MemoryMarshal.Cast<byte, float>(blob);
        var wide = new double[narrow.Length];
        for (int i = 0; i < wide.Length; i++)
        {
            wide[i] = narrow[i];
        }

        return wide;
    }

    private static void Bind(SqliteCommand insert, HistoryEvent e)
    {
        SqliteParameterCollection parameters = insert.Parameters;
        parameters.Clear();
        parameters.AddWithValue("$stream", e.Run.StreamId);
        parameters.AddWithValue("$run", e.Run.Id);
        parameters.AddWithValue("$time", e.Time.ToUnixTimeMilliseconds());
        parameters.AddWithValue("$seconds", e.StreamSeconds);
        parameters.AddWithValue("$position", e.SamplePosition);
        parameters.AddWithValue("$rate", e.SampleRate);
        parameters.AddWithValue("$kind", e.Kind);
        parameters.AddWithValue("$detail", (object?)e.Detail ?? DBNull.Value);
        parameters.AddWithValue("$gap", (object?)e.GapSeconds ?? DBNull.Value);
        EmotionProbabilities probabilities = e.Estimate?.Probabilities ?? default;
        parameters.AddWithValue("$length", (object?)e.Estimate?.LengthSamples ?? DBNull.Value);
        parameters.AddWithValue("$top", (object?)e.Estimate?.TopIndex ?? DBNull.Value);
        parameters.AddWithValue("$valence", (object?)e.Estimate?.Valence ?? DBNull.Value);
        parameters.AddWithValue("$arousal", (object?)e.Estimate?.Arousal ?? DBNull.Value);
        parameters.AddWithValue("$confidence", (object?)e.Estimate?.Confidence ?? DBNull.Value);
        parameters.AddWithValue("$flags", e.Estimate is { } flagged ? (flagged.IsAmbiguous ? 1 : 0) | (flagged.IsSilent ? 2 : 0) : DBNull.Value);
        // Digital silence is minus infinity, which SQL has no number for.
        parameters.AddWithValue("$level", e.Estimate is { } heard && float.IsFinite(heard.LevelDecibels) ? heard.LevelDecibels : DBNull.Value);
        parameters.AddWithValue("$probabilities", e.Estimate is { } estimate ? MemoryMarshal.AsBytes(probabilities.AsSpan(estimate.LabelCount)).ToArray() : DBNull.Value);
    }

    private void Prepare()
    {
        _writer.Open();
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        // Before the first table, or it has no effect: deleted pages can then be given back to the disk.
        Execute("PRAGMA auto_vacuum = INCREMENTAL");
        Execute("PRAGMA journal_mode = WAL");
        Execute("PRAGMA synchronous = FULL");
        using SqliteCommand ask = Command(_writer, "PRAGMA user_version");
        long version = (long)ask.ExecuteScalar()!;
        switch (version)
        {
            case 0:
                using (SqliteTransaction transaction = _writer.BeginTransaction())
                {
                    Execute(Schema);
                    Execute($"PRAGMA user_version = {Version}");
                    transaction.Commit();
                }

                break;
            case not Version:
                throw new InputException(_path, $"the history is of version {version}, and this program knows version {Version}", "use a newer program, or name another folder with --data");
        }
    }

    private void Execute(string text, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        lock (_gate)
        {
            using SqliteCommand command = Command(_writer, text, values);
            command.ExecuteNonQuery();
        }
    }

    private SqliteConnection Reader()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        var connection = new SqliteConnection(_readerString);
        connection.Open();
        return connection;
    }

    private void AddToMinute(RunRecord run, long minute, IEnumerable<HistoryEvent> events)
    {
        var sums = new double[run.Labels.Length];
        long count = 0, voiced = 0;
        double valence = 0, arousal = 0;
        double? level = null;
        using (SqliteCommand old = Command(
            _writer,
            "SELECT count, voiced, valence, arousal, level, probabilities FROM minute WHERE stream = $stream AND minute = $minute AND run = $run",
            ("$stream", run.StreamId), ("$minute", minute), ("$run", run.Id)))
        using (SqliteDataReader row = old.ExecuteReader())
        {
            if (row.Read())
            {
                (count, voiced, valence, arousal) = (row.GetInt64(0), row.GetInt64(1), row.GetDouble(2), row.GetDouble(3));
                level = row.IsDBNull(4) ? null : row.GetDouble(4);
                MemoryMarshal.Cast<byte, double>((byte[])row[5]).CopyTo(sums);
            }
        }

        foreach (EmotionEstimate estimate in events.Select(e => e.Estimate!.Value))
        {
            count++;
            if (float.IsFinite(estimate.LevelDecibels))
            {
                level = Math.Max(level ?? double.NegativeInfinity, estimate.LevelDecibels);
            }

            if (estimate.IsSilent)
            {
                continue;
            }

            voiced++;
            valence += estimate.Valence;
            arousal += estimate.Arousal;
            EmotionProbabilities probabilities = estimate.Probabilities;
            for (int i = 0; i < sums.Length; i++)
            {
                sums[i] += probabilities[i];
            }
        }

        Execute(
            "INSERT OR REPLACE INTO minute(stream, run, minute, count, voiced, valence, arousal, level, probabilities) VALUES($stream, $run, $minute, $count, $voiced, $valence, $arousal, $level, $probabilities)",
            ("$stream", run.StreamId), ("$run", run.Id), ("$minute", minute), ("$count", count), ("$voiced", voiced), ("$valence", valence), ("$arousal", arousal),
            ("$level", level), ("$probabilities", MemoryMarshal.AsBytes<double>(sums).ToArray()));
    }

    private List<HistoryEvent> Read(SqliteConnection reader, SqliteCommand command)
    {
        using SqliteDataReader rows = command.ExecuteReader(CommandBehavior.SequentialAccess);
        var events = new List<HistoryEvent>();
        while (rows.Read())
        {
            long id = rows.GetInt64(0);
            RunRecord run = Run(rows.GetInt64(1), reader);
            DateTimeOffset time = Moment(rows.GetInt64(2));
            double seconds = rows.GetDouble(3);
            long position = rows.GetInt64(4);
            int rate = rows.GetInt32(5);
            string kind = rows.GetString(6);
            EmotionEstimate? estimate = null;
            if (!rows.IsDBNull(7))
            {
                long length = rows.GetInt64(7);
                int top = rows.GetInt32(8);
                float valence = rows.GetFloat(9), arousal = rows.GetFloat(10), confidence = rows.GetFloat(11);
                int flags = rows.GetInt32(12);
                float level = rows.IsDBNull(13) ? float.NegativeInfinity : rows.GetFloat(13);
                ReadOnlySpan<float> values = MemoryMarshal.Cast<byte, float>((byte[])rows[14]);
                EmotionProbabilities probabilities = default;
                values.CopyTo(probabilities.AsSpan(values.Length));
                estimate = new EmotionEstimate(position, length, values.Length, probabilities, top, valence, arousal, confidence, (flags & 1) != 0, (flags & 2) != 0, level);
            }

            events.Add(new HistoryEvent(id, run, time, seconds, position, rate, kind, estimate, rows.IsDBNull(15) ? null : rows.GetString(15), rows.IsDBNull(16) ? null : rows.GetDouble(16)));
        }

        return events;
    }

    private RunRecord Run(long id, SqliteConnection? reader = null)
    {
        lock (_gate)
        {
            if (_runs.TryGetValue(id, out RunRecord? known))
            {
                return known;
            }
        }

        using SqliteConnection? own = reader is null ? Reader() : null;
        using SqliteCommand command = Command(reader ?? own!, "SELECT r.id, r.stream, s.name, r.started, r.model, r.labels, r.offset FROM run r JOIN stream s ON s.id = r.stream WHERE r.id = $id", ("$id", id));
        using SqliteDataReader row = command.ExecuteReader();
        if (!row.Read())
        {
            throw new InvalidOperationException($"An event names run {id}, which does not exist.");
        }

        var run = new RunRecord(row.GetInt64(0), row.GetInt64(1), row.GetString(2), Moment(row.GetInt64(3)), row.GetString(4), JsonSerializer.Deserialize<ImmutableArray<string>>(row.GetString(5)), row.GetDouble(6));
        lock (_gate)
        {
            _runs[id] = run;
        }

        return run;
    }

    private (long Id, long Time)? OldestPortion()
    {
        // A fiftieth at a time: few rounds, and not much more than must go.
        using SqliteConnection reader = Reader();
        using SqliteCommand command = Command(reader, "SELECT id, time FROM event WHERE id >= (SELECT min(id) + (max(id) - min(id)) / 50 FROM event) ORDER BY id LIMIT 1");
        using SqliteDataReader row = command.ExecuteReader();
        return row.Read() ? (row.GetInt64(0), row.GetInt64(1)) : null;
    }

    // Ids grow with time, so the oldest stand first: no index on time alone, and no search through all that stays.
    private long DeleteOldest(string condition, long bound, long time)
    {
        long deleted = 0;
        int portion;
        do
        {
            // In portions, so that the writer of new events never waits long for the lock.
            lock (_gate)
            {
                using SqliteCommand command = Command(
                    _writer, $"DELETE FROM event WHERE id IN (SELECT id FROM (SELECT id, time FROM event ORDER BY id LIMIT 5000) WHERE {condition})", ("$bound", bound));
                portion = command.ExecuteNonQuery();
                deleted += portion;
            }
        }
        while (portion > 0);

        Execute($"DELETE FROM minute WHERE (minute + 1) * {MinuteMilliseconds} <= $time", ("$time", time));
        return deleted;
    }

    private void GiveBack()
    {
        lock (_gate)
        {
            using (SqliteCommand vacuum = Command(_writer, "PRAGMA incremental_vacuum"))
            using (SqliteDataReader steps = vacuum.ExecuteReader())
            {
                while (steps.Read())
                {
                    // Each step frees a page.
                }
            }

            Execute("PRAGMA wal_checkpoint(TRUNCATE)");
        }
    }
}
