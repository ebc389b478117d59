using System.Collections.Immutable;
using RealtimeEmotion.Trainer.Features;
using RealtimeEmotion.Trainer.Networks;
using RealtimeEmotion.Trainer.Torch;
using RealtimeEmotion.Trainer.Training;
using static TorchSharp.torch;

namespace RealtimeEmotion.Trainer.Tests.Training;

public sealed class HeadFitterTests
{
    private const int Bands = 16;
    private const int Frames = 20;
    private const int Windows = 4;
    private static readonly TrainingRecipe Recipe = new() { HeadPenalty = 1e-3, TeacherShare = 0.5, HeadVariations = 1, TrackSpeedsWeight = 2 };

    public HeadFitterTests() => TorchLibrary.Load();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void At_other_speeds_a_track_is_to_be_what_the_teachers_would_vote(int vote)
    {
        // Tracks 0 and 1 have loud low bands and the first category, 2 and 3 loud high bands and the second; at another speed each has
        // loud middle bands, of which the teachers say the same whosever track it is.
        StudyPiece[] pieces = Tracks();
        ILookup<int, StudyPiece> played = Enumerable.Range(0, 4).ToLookup(track => track, track => Piece(5, vote, 10 + track));
        using EmotionNetwork network = Fitted(Recipe, pieces, played, [0, 1, 2, 3]);
        Assert.InRange(Answer(network, pieces[0], 0), 0.8, 1);
        Assert.InRange(Answer(network, pieces[3], 1), 0.8, 1);
        Assert.InRange(Answer(network, Piece(5, vote, 20), vote), 0.8, 1);
    }

    [Fact]
    public void At_no_speed_is_a_track_heard_that_the_fit_holds_out()
    {
        StudyPiece[] pieces = Tracks();
        StudyPiece broken = pieces[3] with { Mel = new TrackFeatures([.. pieces[3].Mel.Values.Select(_ => float.NaN)], pieces[3].Mel.Frames, Bands) };
        ILookup<int, StudyPiece> played = new[] { 3 }.ToLookup(track => track, _ => broken);
        Assert.True(IsFinite(Recipe, [0, 1, 2]));
        Assert.False(IsFinite(Recipe, [0, 1, 2, 3]));
        Assert.True(IsFinite(Recipe with { TrackSpeedsWeight = 0 }, [0, 1, 2, 3]));

        bool IsFinite(TrainingRecipe recipe, ImmutableArray<int> tracks)
        {
            using EmotionNetwork network = Fitted(recipe, pieces, played, tracks);
            return network.Head.weight!.data<float>().All(float.IsFinite);
        }
    }

    [Theory]
    [InlineData(2, 1)]
    [InlineData(2, 3)]
    [InlineData(0.5, 1)]
    [InlineData(0.5, 3)]
    public void How_much_they_count_together_does_not_depend_on_how_many_there_are(double weight, int copies)
    {
        // A conflict: the very sound of half of the tracks is of the other category where it counts as played at another speed.
        StudyPiece[] pieces = [.. Enumerable.Range(0, 4).Select(track => Piece(track / 2 * 10, track / 2, track / 2))];
        ILookup<int, StudyPiece> played = Enumerable.Range(0, copies).ToLookup(_ => 0, _ => Piece(0, 1, 0));
        using EmotionNetwork network = Fitted(Recipe with { HeadVariations = 0, TrackSpeedsWeight = weight }, pieces, played, [0, 1, 2, 3]);
        Assert.Equal(weight / (weight + 0.5), Answer(network, pieces[0], 1), 0.05);
    }

    private static EmotionNetwork Fitted(TrainingRecipe recipe, StudyPiece[] pieces, ILookup<int, StudyPiece> played, ImmutableArray<int> tracks)
    {
        EmotionNetwork network = EmotionNetwork.Create(new NetworkSettings { Convolutions = [new(8, 3, 1, 2, 2), new(8, 3, 1, 1, 1)] }, 2, 1);
        float[] ShareOf(int track) => track < 2 ? [1, 0] : [0, 1];
        ShareRegression teachers = ShareRegression.Fit(
            [new TrackFeatures([1, 0], 1, 2), new TrackFeatures([0, 1], 1, 2)],
            [[1, 0], [0, 1]],
            2,
            1e-4);
        new HeadFitter(recipe, pieces, played, pieces.Length).Fit(network, Cutter(), tracks, ShareOf, teachers, 1, CancellationToken.None);
        return network;
    }

    /// <summary>Two tracks of each category.</summary>
    private static StudyPiece[] Tracks() => [.. Enumerable.Range(0, 4).Select(track => Piece(track / 2 * 10, track / 2, track))];

    private static WindowCutter Cutter() => new(TestModels.Metadata(Bands, Frames), -70);

    /// <summary>Windows with loud bands from one on, of which the teachers say one category.</summary>
    private static StudyPiece Piece(int band, int category, int seed)
    {
        var random = new Random(seed);
        int frames = Frames + ((Windows - 1) * new TrainingRecipe().TeachingStepFrames);
        float[] mel = [.. Enumerable.Range(0, frames * Bands).Select(i => (float)((i % Bands >= band && i % Bands < band + 6 ? -10 : -50) + (4 * random.NextDouble())))];
        float[] targets = [.. Enumerable.Range(0, Windows * 2).Select(i => i % 2 == category ? 1f : 0f)];
        return new StudyPiece($"{seed}", new TrackFeatures(mel, frames, Bands), new TrackFeatures(targets, Windows, 2));
    }

    /// <summary>The share of a category in what a network answers to a piece's first window.</summary>
    private static float Answer(EmotionNetwork network, StudyPiece piece, int category)
    {
        using var scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        WindowCutter cutter = Cutter();
        var input = new float[cutter.Length];
        cutter.Cut(piece.Mel, 0, input);
        return nn.functional.softmax(network.call(network.Placed(input, 1, 1, Bands, Frames)), 1).data<float>().ToArray()[category];
    }
}
