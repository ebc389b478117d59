using Microsoft.Data.Sqlite;
using RealtimeEmotion.Engine;
using RealtimeEmotion.Engine.Emotions;
using RealtimeEmotion.Service.History;
using Xunit;

namespace RealtimeEmotion.Service.Tests;

public sealed class HistoryStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_is_stored_comes_back_as_it_was()
    {
        using HistoryStore store = HistoryStore.Open(_folder.Path);
        RunRecord run = Begin(store);
        HistoryEvent[] events = [Samples.Event(run, 1), Samples.Event(run, 2, silent: true), Samples.Mark(run, 3, "gap", 1.5, "lost, \"quoted\"\n=danger"), Samples.Event(run, 4)];
        IReadOnlyList<HistoryEvent> stored = store.Append(events);
        Assert.Equal([1L, 2L, 3L, 4L], stored.Select(e => e.Id));
        IReadOnlyList<HistoryEvent> read = store.After(0, long.MaxValue, run.StreamId, 100);
        Assert.Equal(4, read.Count);
        for (int i = 0; i < 4; i++)
        {
            Assert.Equal(stored[i].Time, read[i].Time);
            Assert.Equal(stored[i].StreamSeconds, read[i].StreamSeconds);
            Assert.Equal(stored[i].SamplePosition, read[i].SamplePosition);
            Assert.Equal(stored[i].Kind, read[i].Kind);
            Assert.Equal(stored[i].Detail, read[i].Detail);
            Assert.Equal(stored[i].GapSeconds, read[i].GapSeconds);
            Assert.Equal(stored[i].Estimate is { } e ? e with { EndSample = stored[i].SamplePosition } : null, read[i].Estimate);
        }
    }

    [Fact]
    public void Ids_are_never_given_twice_even_when_everything_was_deleted()
    {
        using (HistoryStore store = HistoryStore.Open(_folder.Path))
        {
            RunRecord run = Begin(store);
            store.Append([Samples.Event(run, 1), Samples.Event(run, 2)]);
            store.Delete(run.StreamId);
            Assert.Empty(store.After(0, long.MaxValue, null, 10));
        }

        using (HistoryStore store = HistoryStore.Open(_folder.Path))
        {
            Assert.Equal(2, store.NewestId());
            Assert.Equal(3, store.Append([Samples.Event(Begin(store), 3)])[0].Id);
        }
    }

    [Fact]
    public void Events_of_a_stream_that_was_just_deleted_are_dropped_and_the_others_stored()
    {
        using HistoryStore store = HistoryStore.Open(_folder.Path);
        RunRecord gone = Begin(store, "gone");
        RunRecord stays = Begin(store, "stays");
        store.Delete(gone.StreamId);
        HistoryEvent stored = Assert.Single(store.Append([Samples.Event(gone, 1), Samples.Event(stays, 2)]));
        Assert.Equal("stays", stored.Run.StreamName);
    }

    [Theory]
    [InlineData(7)]
    [InlineData(50)]
    [InlineData(1000)]
    public void Minutes_say_the_same_as_the_seconds_that_they_stand_for(int chunk)
    {
        using HistoryStore store = HistoryStore.Open(_folder.Path);
        RunRecord run = Begin(store);
        HistoryEvent[] events = [.. Enumerable.Range(0, 600).Select(s => Samples.Event(run, s, silent: s % 5 == 0 || s is >= 120 and < 180))];
        foreach (HistoryEvent[] portion in events.Chunk(chunk))
        {
            store.Append(portion);
        }

        HistorySeries series = store.Series(store.Streams()[0], Samples.Start, Samples.Start.AddSeconds(600), 10);
        Assert.Equal(60_000, series.Step);
        Assert.Equal(10, series.Buckets.Count);
        for (int minute = 0; minute < 10; minute++)
        {
            EmotionEstimate[] all = [.. events.Skip(60 * minute).Take(60).Select(e => e.Estimate!.Value)];
            EmotionEstimate[] voiced = [.. all.Where(e => !e.IsSilent)];
            HistorySeries.Bucket bucket = series.Buckets[minute];
            Assert.Equal(60, bucket.Count);
            Assert.Equal(voiced.Length, bucket.Voiced);
            if (minute == 2)
            {
                Assert.Null(bucket.Probability(0));
                Assert.Null(bucket.Level);
                continue;
            }

            for (int label = 0; label < 4; label++)
            {
                Assert.Equal(voiced.Average(e => Probability(e, label)), bucket.Probability(label)!.Value, 6);
            }

            Assert.Equal(voiced.Average(e => (double)e.Valence), bucket.Valence / bucket.Voiced, 6);
            Assert.Equal(voiced.Max(e => e.LevelDecibels), bucket.Level!.Value, 6);
        }
    }

    [Fact]
    public void Steps_below_a_minute_are_means_of_the_estimates_themselves()
    {
        using HistoryStore store = HistoryStore.Open(_folder.Path);
        RunRecord run = Begin(store);
        HistoryEvent[] events = [.. Enumerable.Range(0, 100).Select(s => Samples.Event(run, s))];
        store.Append(events);
        HistorySeries series = store.Series(store.Streams()[0], Samples.Start, Samples.Start.AddSeconds(100), 20);
        Assert.Equal(5000, series.Step);
        Assert.Equal(20, series.Buckets.Count);
        Assert.Equal(events.Skip(35).Take(5).Average(e => Probability(e.Estimate!.Value, 2)), series.Buckets[7].Probability(2)!.Value, 6);
    }

    [Fact]
    public void A_change_of_model_keeps_each_label_in_its_own_column()
    {
        using HistoryStore store = HistoryStore.Open(_folder.Path);
        RunRecord first = Begin(store);
        RunRecord second = store.Begin(store.Streams()[0], Samples.Start.AddMinutes(1), ["anger", "bliss"]);
        store.Append([Samples.Event(first, 1)]);
        EmotionProbabilities two = default;
        two[0] = 0.25f;
        two[1] = 0.75f;
        store.Append([new HistoryEvent(0, second, Samples.Start.AddSeconds(70), 70, 1, 1, "estimate", new EmotionEstimate(1, 1, 2, two, 1, 0, 0, 0, false, false, -3))]);
        HistorySeries series = store.Series(store.Streams()[0], Samples.Start, Samples.Start.AddSeconds(100), 100);
        Assert.Equal(["joy", "sadness", "neutral", "anger", "bliss"], series.Labels);
        Assert.Equal([0, 0, 0, 0.25, 0.75], Enumerable.Range(0, 5).Select(i => series.Buckets[1].Probability(i)!.Value));
    }

    [Fact]
    public void A_range_gives_each_event_once_though_many_have_the_same_time()
    {
        using HistoryStore store = HistoryStore.Open(_folder.Path);
        RunRecord run = Begin(store);
        // More than one portion of the reader, at one moment.
        store.Append([.. Enumerable.Range(0, 4500).Select(i => Samples.Event(run, 5) with { SamplePosition = i })]);
        store.Append([Samples.Event(run, 6)]);
        long[] ids = [.. store.Range(run.StreamId, Samples.Start, Samples.Start.AddHours(1)).Select(e => e.Id)];
        Assert.Equal(Enumerable.Range(1, 4501).Select(i => (long)i), ids);
        Assert.Empty(store.Range(run.StreamId, Samples.Start.AddSeconds(7), Samples.Start.AddHours(1)));
        Assert.Equal([4501L], store.Range(run.StreamId, Samples.Start.AddSeconds(6), Samples.Start.AddSeconds(7)).Select(e => e.Id));
    }

    [Fact]
    public void A_reader_is_not_disturbed_by_what_is_stored_meanwhile()
    {
        using HistoryStore store = HistoryStore.Open(_folder.Path);
        RunRecord run = Begin(store);
        store.Append([.. Enumerable.Range(0, 3000).Select(i => Samples.Event(run, i))]);
        int count = 0;
        foreach (HistoryEvent e in store.Range(run.StreamId, Samples.Start, Samples.Start.AddHours(2)))
        {
            if (count++ % 500 == 0)
            {
                store.Append([Samples.Event(run, 3000 + count)]);
            }
        }

        Assert.Equal(3000, count);
        Assert.Equal(3006, store.After(0, long.MaxValue, null, 10_000).Count);
    }

    [Fact]
    public void What_is_too_old_goes_and_nothing_else()
    {
        using HistoryStore store = HistoryStore.Open(_folder.Path);
        RunRecord run = Begin(store);
        store.Append([.. Enumerable.Range(0, 1200).Select(s => Samples.Event(run, s))]);
        long deleted = store.Retain(new RetentionPolicy { Age = TimeSpan.FromMinutes(10) }, Samples.Start.AddSeconds(1200));
        Assert.Equal(600, deleted);
        Assert.Equal(Samples.Start.AddSeconds(600), store.Extent(run.StreamId)!.Value.First);
        HistorySeries minutes = store.Series(store.Streams()[0], Samples.Start, Samples.Start.AddSeconds(1200), 20);
        Assert.Equal(10, minutes.Buckets.Count);
        Assert.Equal(0, store.Retain(new RetentionPolicy { Age = TimeSpan.FromMinutes(10) }, Samples.Start.AddSeconds(1200)));
    }

    [Fact]
    public void What_is_too_much_goes_from_the_oldest_and_the_disk_gets_its_room_back()
    {
        using HistoryStore store = HistoryStore.Open(_folder.Path);
        RunRecord run = Begin(store);
        for (int i = 0; i < 20; i++)
        {
            store.Append([.. Enumerable.Range(1000 * i, 1000).Select(s => Samples.Event(run, s))]);
        }

        long before = store.UsedBytes();
        Assert.True(before > 2 * RetentionPolicy.LeastBytes, $"{before}");
        var policy = new RetentionPolicy { Age = TimeSpan.FromDays(365), Bytes = RetentionPolicy.LeastBytes };
        long deleted = store.Retain(policy, Samples.Start.AddSeconds(20_000));
        Assert.InRange(store.UsedBytes(), RetentionPolicy.LeastBytes / 2, RetentionPolicy.LeastBytes);
        Assert.InRange(new FileInfo(_folder[HistoryStore.FileName]).Length, 1, RetentionPolicy.LeastBytes + 65536);
        IReadOnlyList<HistoryEvent> rest = store.After(0, long.MaxValue, null, 100_000);
        Assert.Equal(20_000 - deleted, rest.Count);
        Assert.Equal(20_000, rest[^1].Id);
        Assert.Equal(deleted + 1, rest[0].Id);
    }

    [Fact]
    public void Two_services_do_not_share_a_folder()
    {
        using HistoryStore store = HistoryStore.Open(_folder.Path);
        InputException error = Assert.Throws<InputException>(() => HistoryStore.Open(_folder.Path));
        Assert.Contains("another", error.Message);
        store.Dispose();
        HistoryStore.Open(_folder.Path).Dispose();
    }

    [Fact]
    public void A_file_that_is_no_history_is_left_alone_and_named()
    {
        File.WriteAllText(_folder[HistoryStore.FileName], "this is not a database, and it is long enough to be looked at as one, more than a hundred bytes");
        InputException error = Assert.Throws<InputException>(() => HistoryStore.Open(_folder.Path));
        Assert.Contains(HistoryStore.FileName, error.Message);
        Assert.StartsWith("this is not", File.ReadAllText(_folder[HistoryStore.FileName]));
    }

    [Fact]
    public void A_history_of_a_newer_program_is_refused()
    {
        HistoryStore.Open(_folder.Path).Dispose();
        using (var connection = new SqliteConnection($"Data Source={_folder[HistoryStore.FileName]};Pooling=false"))
        {
            connection.Open();
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText = "PRAGMA user_version = 99";
            command.ExecuteNonQuery();
        }

        InputException error = Assert.Throws<InputException>(() => HistoryStore.Open(_folder.Path));
        Assert.Contains("99", error.Message);
    }

    [Fact]
    public void Nobody_else_may_read_the_history()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no such modes; a user's data folder is the user's alone.");
            return;
        }

        string folder = _folder["new"];
        using HistoryStore store = HistoryStore.Open(folder);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(folder, HistoryStore.FileName)));
    }

    private static RunRecord Begin(HistoryStore store, string name = "radio") => store.Begin(store.Save(Samples.Stream(name)), Samples.Start, Samples.Labels);

    private static double Probability(EmotionEstimate estimate, int label)
    {
        EmotionProbabilities probabilities = estimate.Probabilities;
        return probabilities[label];
    }
}
