namespace RealtimeEmotion.Trainer.Export;

/// <summary>How far an exported model's probabilities were from the trained network's.</summary>
/// <param name="Largest">The largest difference.</param>
/// <param name="Windows">How many windows were compared.</param>
internal readonly record struct ExportParity(double Largest, int Windows)
{
    internal ExportParity With(ExportParity other) => new(Math.Max(Largest, other.Largest), Windows + other.Windows);
}
