using System.Buffers.Binary;
using System.Text;
using RealtimeEmotion.Engine;
using RealtimeEmotion.Trainer.Evaluation;
using RealtimeEmotion.Trainer.TensorBoard;
using RealtimeEmotion.Trainer.Tests.Training;
using RealtimeEmotion.Trainer.Training;

namespace RealtimeEmotion.Trainer.Tests.TensorBoard;

public sealed class EventFileTests
{
    [Theory]
    [InlineData("", 0u)]
    [InlineData("123456789", 0xE3069283u)]
    public void The_checksum_is_the_one_of_the_standard(string text, uint expected)
        => Assert.Equal(expected, EventRecord.Checksum(Encoding.ASCII.GetBytes(text)));

    [Fact]
    public void The_checksum_of_the_standards_own_examples()
    {
        // RFC 3720, appendix B.4.
        Assert.Equal(0x8A9136AAu, EventRecord.Checksum(new byte[32]));
        Assert.Equal(0x62A8AB43u, EventRecord.Checksum([.. Enumerable.Repeat((byte)0xff, 32)]));
        Assert.Equal(0x46DD794Eu, EventRecord.Checksum([.. Enumerable.Range(0, 32).Select(i => (byte)i)]));
    }

    [Fact]
    public void A_record_is_what_TensorFlow_writes()
    {
        // The first record of every event file but for its time: brain.Event:2 at time 0, as TensorBoard's own writer has it.
        byte[] record = EventRecord.Around([0x09, 0, 0, 0, 0, 0, 0, 0, 0, 0x1a, 0x0d, .. "brain.Event:2"u8]);
        Assert.Equal(0x18, record[0]);
        Assert.Equal(24 + 16, record.Length);
        Assert.Equal(BitwiseMasked(record.AsSpan(0, 8)), BinaryPrimitives.ReadUInt32LittleEndian(record.AsSpan(8)));
        Assert.Equal(BitwiseMasked(record.AsSpan(12, 24)), BinaryPrimitives.ReadUInt32LittleEndian(record.AsSpan(36)));
    }

    [Fact]
    public void A_run_writes_the_curves_of_every_fit_and_a_resumed_one_goes_on()
    {
        using var folder = new TemporaryFolder();
        SyntheticEmotify.Write(folder.Path, 2, 3);
        TrainingOptions options = RecipeTests.Options(folder, Optimiser.Adam) with { Folds = 2, TensorBoardPath = folder["tb"], CheckpointInterval = TimeSpan.Zero };
        using (var stop = new CancellationTokenSource())
        {
            var stopper = new Reaction(p =>
            {
                if (p.Phase != TrainingPhase.Features && p.Done == 5)
                {
                    stop.Cancel();
                }
            });
            Assert.ThrowsAny<OperationCanceledException>(() => TrainingRun.Run(options, stopper, stop.Token));
        }

        // Ended in the middle of a write, an event short of what was kept: it is written again, and nothing twice.
        string cut = Directory.GetFiles(folder["tb"], "events*", SearchOption.AllDirectories).MaxBy(f => new FileInfo(f).Length)!;
        using (FileStream file = File.OpenWrite(cut))
        {
            file.SetLength(file.Length - 5);
        }

        TrainingReport report = TrainingRun.Run(options with { Resumes = true });
        foreach (FitHistory fit in report.Curves)
        {
            List<EventProto> events = [.. Directory.GetFiles(Path.Combine(folder["tb"], "model", fit.Fit.Replace(' ', '-'))).Order(StringComparer.Ordinal).SelectMany(Read)];
            Assert.Equal("brain.Event:2", events[0].FileVersion);
            List<EventProto> steps = [.. events.Where(e => e.Summary is not null)];
            Assert.Equal(fit.Epochs.Select(e => (long)e.Epoch), steps.Select(e => e.Step).Order());
            foreach (EventProto step in steps)
            {
                EpochRecord epoch = fit.Epochs[(int)step.Step - 1];
                Assert.Equal((float)epoch.Loss, step.Summary.Value.Single(v => v.Tag == "loss/training").SimpleValue);
                Assert.Equal(epoch.ValidationAccuracy is { } accuracy ? [(float)accuracy] : [], step.Summary.Value.Where(v => v.Tag == "accuracy/validation").Select(v => v.SimpleValue));
                Assert.Equal(DateTime.UtcNow, DateTime.UnixEpoch.AddSeconds(step.WallTime), TimeSpan.FromMinutes(10));
            }
        }

        EventProto scores = Directory.GetFiles(Path.Combine(folder["tb"], "model")).SelectMany(Read).Single(e => e.Summary is not null);
        Assert.Equal((float)report.Pooled!.Accuracy, scores.Summary.Value.Single(v => v.Tag == "scores/accuracy").SimpleValue);
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_said_before_training()
    {
        using var folder = new TemporaryFolder();
        SyntheticEmotify.Write(folder.Path, 1, 3);
        File.WriteAllText(folder["tb"], "a file");
        InputException error = Assert.Throws<InputException>(() => TrainingRun.Run(RecipeTests.Options(folder, Optimiser.Adam) with { TensorBoardPath = folder["tb"] }));
        Assert.StartsWith(folder["tb"], error.Subject, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["model.unfinished"]));
    }

    /// <summary>Reads an event file by its definition, with a checksum of its own.</summary>
    private static IEnumerable<EventProto> Read(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        for (int at = 0; at < bytes.Length;)
        {
            if (bytes.Length - at < 16 || (int)BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(at)) > bytes.Length - at - 16)
            {
                // The file that the test cut off.
                yield break;
            }

            int length = (int)BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(at));
            Assert.Equal(BitwiseMasked(bytes.AsSpan(at, 8)), BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at + 8)));
            Assert.Equal(BitwiseMasked(bytes.AsSpan(at + 12, length)), BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at + 12 + length)));
            yield return EventProto.Parser.ParseFrom(bytes.AsSpan(at + 12, length));
            at += length + 16;
        }
    }

    private static uint BitwiseMasked(ReadOnlySpan<byte> data)
    {
        uint crc = 0xffffffff;
        foreach (byte value in data)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0x82f63b78 : crc >> 1;
            }
        }

        crc = ~crc;
        return unchecked(((crc >> 15) | (crc << 17)) + 0xa282ead8u);
    }

    private sealed class Reaction(Action<TrainingProgress> react) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => react(value);
    }
}
