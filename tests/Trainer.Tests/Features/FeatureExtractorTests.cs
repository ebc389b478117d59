using RealtimeEmotion.Audio.Files;
using RealtimeEmotion.Engine;
using RealtimeEmotion.Engine.Spectral;
using RealtimeEmotion.Trainer.Evaluation;
using RealtimeEmotion.Trainer.Features;
using RealtimeEmotion.Trainer.Teachers;
using RealtimeEmotion.Trainer.Tests.Teachers;

namespace RealtimeEmotion.Trainer.Tests.Features;

public sealed class FeatureExtractorTests
{
    private static readonly FrontEndSettings FrontEnd = TestModels.FrontEnd(20);

    [Fact]
    public void Features_are_the_engines_frames_but_for_a_lower_floor()
    {
        using var folder = new TemporaryFolder();
        SyntheticEmotify.Write(folder.Path, 1, 1);
        string path = SyntheticEmotify.AudioOf(folder.Path, 2);
        var extractor = new FeatureExtractor(FrontEnd, folder["cache"]);
        TrackFeatures features = Extract(extractor, path);
        MelSpectrogram expected = new MelFrontEnd(FrontEnd).Analyze(Audio.AudioReading.ReadMono(path, out _));
        Assert.Equal(expected.Frames, features.Frames);
        Assert.Equal(expected.Values, features.Values.Select(v => Math.Max(v, extractor.Floor)));
        Assert.Equal(-70, extractor.Floor, 4);
    }

    [Fact]
    public void The_left_channel_alone_is_not_the_mean_of_both()
    {
        using var folder = new TemporaryFolder();
        SyntheticEmotify.Write(folder.Path, 1, 1);
        float[] left = Audio.AudioReading.ReadMono(SyntheticEmotify.AudioOf(folder.Path, 2), out int rate);
        WavWriter.WriteAll(folder["left.wav"], left, rate);
        WavWriter.WriteAll(folder["both.wav"], [.. left.SelectMany(x => new[] { x, -0.5f * x })], rate, 2);
        var extractor = new FeatureExtractor(FrontEnd, folder["cache"]);
        AudioVariation alone = AudioVariation.All.Single(v => v.IsLeftAlone);
        TrackFeatures heard = extractor.ExtractVaried([folder["both.wav"]], alone, 1, _ => { }, TestContext.Current.CancellationToken)[0];
        Assert.Equal(Extract(extractor, folder["left.wav"]).Values, heard.Values);

        // The mean is a quarter of it.
        TrackFeatures mean = Extract(extractor, folder["both.wav"]);
        Assert.Equal(20 * Math.Log10(4), heard.Values.Zip(mean.Values, (a, b) => a - b).Average(), 0.1);
    }

    [Fact]
    public void Music_at_another_speed_is_heard_like_a_recording_of_that_speed()
    {
        using var folder = new TemporaryFolder();
        SyntheticEmotify.Write(folder.Path, 1, 6);
        string path = SyntheticEmotify.AudioOf(folder.Path, 2);
        AudioVariation faster = AudioVariation.AtSpeed(1.3);
        float[] samples = Audio.AudioReading.ReadMono(path, out int rate);
        WavWriter.WriteAll(folder["faster.wav"], faster.Apply(samples, rate), rate);
        using TeacherModel teacher = TeacherModel.Load(TestTeacher.WriteBandsFirst(folder["t.onnx"]));
        var extractor = new FeatureExtractor(FrontEnd, folder["cache"], [teacher], 20, 10);
        HeardTrack recorded = extractor.ExtractAll([folder["faster.wav"]], 1, _ => { }, TestContext.Current.CancellationToken)[0];
        HeardTrack plain = extractor.ExtractAll([path], 1, _ => { }, TestContext.Current.CancellationToken)[0];

        // Computed, then found.
        for (int i = 0; i < 2; i++)
        {
            HeardTrack heard = extractor.ExtractTaught([path], faster, 1, _ => { }, TestContext.Current.CancellationToken)[0];
            Assert.Equal(recorded.Mel.Values, heard.Mel.Values);
            Assert.Equal(recorded.Teachers.Single().Values, heard.Teachers.Single().Values);
            Assert.NotEqual(plain.Key, heard.Key);
            Assert.True(plain.Mel.Frames > 1.25 * heard.Mel.Frames);
            Assert.True(plain.Teachers.Single().Frames > heard.Teachers.Single().Frames);
        }

        // Too short for a window once it is played faster: nothing is asked of the teacher.
        var longer = new FeatureExtractor(FrontEnd, folder["cache"], [teacher], plain.Mel.Frames, 10);
        Assert.Single(longer.ExtractAll([path], 1, _ => { }, TestContext.Current.CancellationToken)[0].Teachers);
        Assert.Empty(longer.ExtractTaught([path], faster, 1, _ => { }, TestContext.Current.CancellationToken)[0].Teachers);
    }

    [Fact]
    public void Other_rates_are_resampled_to_the_front_ends()
    {
        using var folder = new TemporaryFolder();
        SyntheticEmotify.Write(folder.Path, 1, 2);
        FrontEndSettings lower = FrontEnd with { SampleRate = 4000, HighestFrequency = 1900 };
        TrackFeatures features = Extract(new FeatureExtractor(lower, folder["cache"]), SyntheticEmotify.AudioOf(folder.Path, 1));
        Assert.Equal(1 + ((8000 - 512) / 256), features.Frames);
    }

    [Fact]
    public void What_was_computed_once_is_found_again_and_a_damaged_file_is_not_believed()
    {
        using var folder = new TemporaryFolder();
        SyntheticEmotify.Write(folder.Path, 1, 1);
        string path = SyntheticEmotify.AudioOf(folder.Path, 1);
        var extractor = new FeatureExtractor(FrontEnd, folder["cache"]);
        TrackFeatures first = Extract(extractor, path);

        // The frames, the print, and the rate.
        string[] files = Directory.GetFiles(folder["cache"], "*", SearchOption.AllDirectories);
        Assert.Equal(3, files.Length);
        string kept = files.Single(file => new FileInfo(file).Length is not (12 + (1024 * sizeof(float)) or 12 + sizeof(float)));

        // A mark in the last value shows that the second answer comes from the file.
        byte[] bytes = File.ReadAllBytes(kept);
        BitConverter.TryWriteBytes(bytes.AsSpan(bytes.Length - 4), 123f);
        File.WriteAllBytes(kept, bytes);
        Assert.Equal(123f, Extract(extractor, path).Values[^1]);

        File.WriteAllBytes(kept, bytes[..^3]);
        Assert.Equal(first.Values, Extract(extractor, path).Values);
        File.WriteAllBytes(kept, new byte[5]);
        Assert.Equal(first.Values, Extract(extractor, path).Values);
    }

    [Fact]
    public void The_key_is_the_content_and_every_setting()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["a"], "one");
        File.WriteAllText(folder["b"], "one");
        File.WriteAllText(folder["c"], "two");
        var cache = new FeatureCache(folder.Path, FrontEnd);
        var other = new FeatureCache(folder.Path, FrontEnd with { LowestFrequency = 51 });
        Assert.Equal(KeyOf(cache, "a"), KeyOf(cache, "b"));
        Assert.NotEqual(KeyOf(cache, "a"), KeyOf(cache, "c"));
        Assert.NotEqual(KeyOf(cache, "a"), KeyOf(other, "a"));
        Assert.Equal([KeyOf(cache, "a"), KeyOf(other, "a")], FeatureCache.KeysOf(folder["a"], [cache, other]));

        string KeyOf(FeatureCache of, string name) => FeatureCache.KeysOf(folder[name], [of])[0];
    }

    [Fact]
    public void A_cache_that_cannot_be_written_is_done_without()
    {
        using var folder = new TemporaryFolder();
        SyntheticEmotify.Write(folder.Path, 1, 1);
        File.WriteAllText(folder["cache"], "a file where the folder should be");
        Assert.True(Extract(new FeatureExtractor(FrontEnd, folder["cache"]), SyntheticEmotify.AudioOf(folder.Path, 1)).Frames > 0);
    }

    [Fact]
    public void A_file_that_is_no_audio_or_is_gone_is_named()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["text.mp3"], "this is not music");
        var extractor = new FeatureExtractor(FrontEnd, folder["cache"]);
        Assert.Equal(folder["text.mp3"], Assert.Throws<InputException>(() => Extract(extractor, folder["text.mp3"])).Subject);
        Assert.Equal(folder["gone.mp3"], Assert.Throws<InputException>(() => Extract(extractor, folder["gone.mp3"])).Subject);
    }

    private static TrackFeatures Extract(FeatureExtractor extractor, string path) => extractor.ExtractAll([path], 2, _ => { }, CancellationToken.None)[0].Mel;
}
