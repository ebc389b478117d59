using System.Collections.Immutable;
using RealtimeEmotion.Audio.Files;
using RealtimeEmotion.Audio.Formats;
using RealtimeEmotion.Engine.Resampling;
using RealtimeEmotion.Trainer.Datasets;
using RealtimeEmotion.Trainer.Surveys;

namespace RealtimeEmotion.Trainer.Tests.Surveys;

public sealed class DatasetSurveyTests : IDisposable
{
    private const int Rate = 22050;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_full_scale_tone_has_the_loudness_that_EBU_Tech_3341_gives_it()
    {
        // -23 dBFS of a stereo sine of 1 kHz is -23 LUFS.
        float[] tone = [.. Enumerable.Range(0, 48000 * 20 * 2).Select(i => (float)(Math.Pow(10, -23 / 20.0) * Math.Sin(2 * Math.PI * 1000 * (i / 2) / 48000)))];
        WavWriter.WriteAll(_folder["tone.wav"], tone, 48000, 2);
        Assert.Equal(-23, Survey("tone.wav").Single().Loudness, 0.1);
    }

    [Fact]
    public void Quiet_passages_count_no_more_than_the_gate_lets_them()
    {
        // Tech 3341, case 3: 10 s at -36, 60 s at -23, 10 s at -36 are -23 LUFS.
        float[] tone = [.. Enumerable.Range(0, 48000 * 80).Select(i => (float)(Math.Pow(10, (i / 48000 is < 10 or >= 70 ? -36 : -23) / 20.0) * Math.Sin(2 * Math.PI * 1000 * i / 48000)))];
        WavWriter.WriteAll(_folder["tone.wav"], [.. tone.SelectMany(sample => new[] { sample, sample })], 48000, 2);
        Assert.Equal(-23, Survey("tone.wav").Single().Loudness, 0.1);
    }

    [Fact]
    public void The_same_piece_is_known_at_another_level_rate_and_with_noise_and_another_piece_is_not()
    {
        float[] piece = Melody(1);
        WavWriter.WriteAll(_folder["a.wav"], piece, Rate);
        WavWriter.WriteAll(_folder["b.wav"], WholeSignal.Resample([.. piece.Select(sample => 0.1f * sample)], Rate, 44100), 44100);
        var random = new Random(5);
        WavWriter.WriteAll(_folder["c.wav"], [.. piece.Select(sample => sample + (0.001f * (random.NextSingle() - 0.5f)))], Rate, 1, SampleEncoding.Pcm16);
        WavWriter.WriteAll(_folder["d.wav"], Melody(2), Rate);
        ImmutableArray<TrackSurvey> surveys = Survey("a.wav", "b.wav", "c.wav", "d.wav");
        Assert.Equal([(0, 1), (0, 2), (1, 2)], DatasetSurvey.Duplicates(surveys));
        Assert.InRange(surveys[0].Print.DistanceTo(surveys[3].Print), 0.35, 0.65);
    }

    [Fact]
    public void A_files_print_is_that_of_its_first_half_minute_and_is_kept_as_signs()
    {
        float[] piece = [.. Melody(7), .. Melody(8), .. Melody(9)];
        WavWriter.WriteAll(_folder["long.wav"], [.. piece.SelectMany(sample => new[] { sample, 0.5f * sample })], Rate, 2);
        AcousticPrint whole = AcousticPrint.OfFile(_folder["long.wav"]);
        Assert.Equal(0, whole.DistanceTo(AcousticPrint.Of([.. piece.Take(30 * Rate).Select(sample => 0.75f * sample)], Rate)));
        Assert.Equal(0, whole.DistanceTo(Survey("long.wav").Single().Print));
        float[] signs = whole.Signs();
        Assert.Equal(1024, signs.Length);
        Assert.All(signs, sign => Assert.True(sign is 0 or 1));
        Assert.Equal(0, whole.DistanceTo(AcousticPrint.FromSigns(signs)));
        Assert.False(AcousticPrint.FromSigns(AcousticPrint.Of(new float[Rate], Rate).Signs()).IsTelling);
    }

    [Fact]
    public void What_sounds_the_same_is_in_one_group_with_all_that_was_in_a_group_of_it()
    {
        string?[] groups = [null, "Song", null, "song", "", "other", "third", ""];
        ImmutableArray<LabelledTrack> tracks = [.. Dataset("a", "b", "c", "d", "e", "f", "g", "h").Tracks.Zip(groups, (track, group) => track with { Group = group })];

        // a is c, c is b: b's whole song comes along. f is d, which is of that song.
        ImmutableArray<LabelledTrack> joined = SoundGroups.Join(tracks, [(0, 2), (1, 2), (3, 5)]);
        Assert.Equal([[0, 1, 2, 3, 5], [4], [6], [7]], TrackGroups.Of(joined, Enumerable.Range(0, 8)));
        Assert.Equal(tracks[4], joined[4]);
        Assert.Equal(tracks, SoundGroups.Join(tracks, []));

        // An empty name is none.
        Assert.Equal([[4, 6]], TrackGroups.Of(SoundGroups.Join(tracks, [(4, 6)]), Enumerable.Range(0, 8)).Where(group => group.Contains(4)));
        Assert.Equal([[4, 7]], TrackGroups.Of(SoundGroups.Join(tracks, [(4, 7)]), Enumerable.Range(0, 8)).Where(group => group.Contains(4)));
    }

    [Fact]
    public void Faults_are_named_track_by_track()
    {
        float[] good = Melody(3);
        WavWriter.WriteAll(_folder["good.wav"], good, Rate);
        WavWriter.WriteAll(_folder["same.wav"], good, Rate);
        WavWriter.WriteAll(_folder["short.wav"], Melody(4).AsSpan(0, Rate), Rate);
        WavWriter.WriteAll(_folder["silent.wav"], new float[12 * Rate], Rate);
        WavWriter.WriteAll(_folder["clipped.wav"], [.. Melody(5).Select(sample => Math.Clamp(20 * sample, -1, 1))], Rate);
        float[] broken = Melody(6);
        broken[1000] = float.NaN;
        WavWriter.WriteAll(_folder["nan.wav"], broken, Rate);
        WavWriter.WriteAll(_folder["low.wav"], WholeSignal.Resample(Melody(7), Rate, 11025), 11025);
        File.WriteAllText(_folder["text.wav"], "hello");
        string[] names = ["good.wav", "same.wav", "short.wav", "silent.wav", "clipped.wav", "nan.wav", "low.wav", "text.wav"];
        LabelledDataset dataset = Dataset(names);
        dataset = dataset with { Tracks = [.. dataset.Tracks.Select(track => track with { Split = track.Id == "same.wav" ? "test" : "train" })] };
        ImmutableArray<DatasetProblem> problems = DatasetCheck.Find(dataset, Survey(names), 10);
        Assert.DoesNotContain(problems, problem => problem.Track == "good.wav");
        Assert.Equal(["same.wav", "short.wav", "silent.wav", "clipped.wav", "nan.wav", "low.wav", "text.wav"], problems.Select(problem => problem.Track).Distinct());
        Assert.Contains("sounds the same as good.wav, which is in another part of the split (train, this one test)", Of("same.wav"), StringComparison.Ordinal);
        Assert.Contains("too short: 1.0 s", Of("short.wav"), StringComparison.Ordinal);
        Assert.Contains("silent", Of("silent.wav"), StringComparison.Ordinal);
        Assert.Contains("clipped", Of("clipped.wav"), StringComparison.Ordinal);
        Assert.Contains("1 sample that is no number", Of("nan.wav"), StringComparison.Ordinal);
        Assert.Equal("is of 11025 Hz: it cannot hold sound above 5.51 kHz, and the model listens up to 10 kHz", Of("low.wav"));
        Assert.Contains("is text and not sound", Of("text.wav"), StringComparison.Ordinal);

        string Of(string track) => string.Join('\n', problems.Where(problem => problem.Track == track).Select(problem => problem.Problem));
    }

    [Fact]
    public void Statistics_count_what_is_there()
    {
        Directory.CreateDirectory(_folder["set"]);
        SyntheticEmotify.Write(_folder["set"], 3, 2);
        LabelledDataset dataset = DatasetReader.Read(_folder["set"], ClassMerge.Emotify);
        DatasetStatistics statistics = DatasetStatistics.Of(dataset, DatasetSurvey.Of(dataset.Tracks, 2));
        Assert.Equal(12, statistics.Tracks);
        Assert.Equal(24, statistics.Listeners);
        Assert.Equal([6, 6, 0, 0], statistics.Classes.Select(c => c.Count));
        Assert.Equal(12, statistics.Categories.Sum(category => category.Count));
        Assert.Equal(["classical", "rock"], statistics.Genres.Select(genre => genre.Genre));
        Assert.All(statistics.Genres, genre => Assert.Equal([3, 3, 0, 0], genre.Classes));
        Assert.Equal(12 * 2 / 3600.0, statistics.Hours, 6);
        Assert.Equal([new NamedCount("8000", 12)], statistics.SampleRates);
        Assert.Equal(0, statistics.Unreadable);
        Assert.InRange(statistics.Agreement, 0.9, 1);
    }

    private static float[] Melody(int seed)
    {
        var random = new Random(seed);
        float[] samples = new float[12 * Rate];
        for (int start = 0; start < samples.Length; start += Rate / 4)
        {
            double hertz = 220 * Math.Pow(2, random.Next(36) / 12.0);
            for (int n = 0; n < Rate / 4 && start + n < samples.Length; n++)
            {
                for (int partial = 1; partial <= 5; partial++)
                    samples[start + n] += (float)(0.1 / partial * Math.Exp(-8.0 * n / Rate) * Math.Sin(2 * Math.PI * hertz * partial * n / Rate));
            }
        }

        return samples;
    }

    private ImmutableArray<TrackSurvey> Survey(params string[] names) => DatasetSurvey.Of(Dataset(names).Tracks, 1);

    private LabelledDataset Dataset(params string[] names) => new(
        "test", _folder.Path, "", "", ["joy"], ClassMerge.Emotify.ByClass(),
        [.. names.Select(name => new LabelledTrack(name, "any", _folder[name], [1], [1, 0, 0, 0], 0, 1))]);
}
